import { printable } from '../../kernel/printable.ts';
import { count, sayDay, sayDuration, shorten, VERDICT_SIGNS, VERDICT_WORDS } from '../format.ts';
import type { DecidingRow } from '../model/deciding-row.ts';
import { comparisonLine } from '../load/comparison-table.ts';
import { sayTarget, whyNoTarget } from '../model/input.ts';
import { sumOf } from '../model/requirement-sum.ts';
import type { RunReport, WaiverRow } from '../model/run-report.ts';
import { sayPublisher } from '../model/say-publisher.ts';
import { headlineOf, policyNoteOf } from '../model/sentence.ts';
import { sayAspects, unprovenIn, type Unproven } from '../model/unproven.ts';
import type { SuiteRow } from '../model/suite-row.ts';
import { say } from '../../kernel/sentence.ts';

const MOST_ROWS = 15;

/** The run in Markdown, short enough for a comment on a pull request. Tells the verdict first, then what decides. */
export function summaryMarkdown(model: RunReport): string {
  const problems = model.decides.filter((row) => row.reason.verdict !== 'waived');
  const sections = [
    `## ${VERDICT_SIGNS[model.verdict]} ${headlineOf(model)}`,
    escapeMarkdown(model.sentence),
    policyNoteOf(model),
    factsLine(model),
    ...(problems.length > 0 ? ['### What decides', decidesList(problems)] : []),
    ...waiverLists(model),
    ...(comparisons(model).length > 0 ? ['### Compared with the baseline', comparisons(model)] : []),
    '### Suites',
    suitesTable(model.suites),
    notRun(model),
    ...(model.areas.length > 0 ? ['### Requirements', requirementsTable(model)] : []),
    model.publishers.map((one) => `- ${escapeMarkdown(sayPublisher(one))}`).join('\n'),
    `Whole report: \`reports/runs/${model.run.facts.id}/index.html\``,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** Text from a tool must not turn into markup or a link, mention people or break a table. */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*_[\]<>|~#$&!]/g, String.raw`\$&`)
    .replaceAll(/@|:(?=\/\/)|\bwww(?=\.)/gi, '$&\u200b');
}

function code(text: string): string {
  return `\`${oneLine(text).replaceAll('`', "'")}\``;
}

function oneLine(text: string): string {
  return printable(text.replaceAll(/[ \t\r\n]+/g, ' '));
}

function factsLine({ run, durationMs, totals }: RunReport): string {
  const { facts, target } = run;
  const absent = totals.requirements['not-applicable'];
  const parts = [
    target
      ? escapeMarkdown(sayTarget(target))
      : `target ${escapeMarkdown(facts.environment.target)}: ${whyNoTarget(run)}`,
    facts.git
      ? `suites at ${code(facts.git.commit.slice(0, 10))} on ${escapeMarkdown(facts.git.branch)}${facts.git.dirty ? ' with uncommitted changes' : ''}`
      : '',
    escapeMarkdown(
      `${facts.environment.name}${facts.stage ? `, stage ${facts.stage}` : ''}${facts.phase ? `, phase ${facts.phase}` : ''}`,
    ),
    durationMs === undefined ? `never ended (${run.status})` : sayDuration(durationMs),
    totals.firstFailures === 0
      ? ''
      : `${count(totals.firstFailures, 'check')} failed at the first attempt, ${totals.flaky} of them passed later`,
    totals.requirements.applicable + absent === 0
      ? ''
      : `${totals.requirements.proven} of ${totals.requirements.applicable} requirements proven${absent > 0 ? `, ${absent} not applicable` : ''}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function decidesList(rows: readonly DecidingRow[]): string {
  const lines = rows.slice(0, MOST_ROWS).map(decidesItem);
  const more = rows.length > MOST_ROWS ? [`- … and ${rows.length - MOST_ROWS} more in the report`] : [];
  return [...lines, ...more].join('\n');
}

function decidesItem(row: DecidingRow): string {
  const { reason, suite, expected, observed, since, rerun, alike } = row;
  const where = suite && alike.length === 0 ? `${suite.name}: ` : '';
  const measured = [
    expected && `expected ${shorten(expected, 100)}`,
    observed && `observed ${shorten(observed, 100)}`,
  ];
  const said = measured.filter((part) => part !== undefined).map((part) => escapeMarkdown(part));
  const head = `- ${VERDICT_SIGNS[reason.verdict]} **${escapeMarkdown(`${where}${shorten(row.what, 140)}`)}** (${sinceWords(since)})`;
  const unproven = unprovenIn(row);
  if (unproven.length > 0) return [head, ...unproven.map(unprovenItem), `  ${code(rerun)}`].join('\n');
  const ids = reason.proves.length > 0 ? [reason.proves.join(', ')] : [];
  return [head, `  ${[...said, ...ids, code(rerun)].join(' · ')}`].join('\n');
}

const MOST_UNPROVEN = 12;

function unprovenItem({ why, requirements }: Unproven): string {
  const said = requirements.flatMap(sayAspects);
  const more = said.length > MOST_UNPROVEN ? ` and ${said.length - MOST_UNPROVEN} more` : '';
  return `  - ${escapeMarkdown(`${why}: ${said.slice(0, MOST_UNPROVEN).join('; ')}${more}`)}`;
}

function sinceWords({ state, from, runs }: DecidingRow['since']): string {
  return state === 'still' ? `since ${sayDay(from ?? '')}, ${runs} runs` : state;
}

function waiverLists({ waivers }: RunReport): readonly string[] {
  const list = (title: string, ones: readonly WaiverRow[]) =>
    ones.length === 0 ? [] : [`### ${title}`, waiverList(ones)];
  return [
    ...list(
      'In quarantine',
      waivers.filter(({ flaky }) => flaky === true),
    ),
    ...list(
      'Waivers',
      waivers.filter(({ flaky }) => flaky !== true),
    ),
  ];
}

function waiverList(waivers: readonly WaiverRow[]): string {
  return waivers
    .map(({ of, suite, ticket, owner, expires, daysLeft, used, fared }) => {
      const left = daysLeft > 0 ? `${count(daysLeft, 'day')} left` : `expired on ${expires}`;
      return `- ${escapeMarkdown(suite)}: ${escapeMarkdown(of)} (${escapeMarkdown(owner)}, ${escapeMarkdown(ticket)}, ${left}${fared !== undefined ? `, ${fared}` : used ? '' : ', matched nothing in this run'})`;
    })
    .join('\n');
}

function comparisons({ comparison }: RunReport): string {
  const lines = (comparison?.suites ?? []).map((one) => `- ${escapeMarkdown(comparisonLine(one))}`);
  const more = lines.length > MOST_ROWS ? [`- … and ${lines.length - MOST_ROWS} more in the report`] : [];
  return [...lines.slice(0, MOST_ROWS), ...more].join('\n');
}

function suitesTable(suites: readonly SuiteRow[]): string {
  const rows = suites.map((suite) => {
    const { passed, failed, waived, skipped } = suite.counts;
    const held = suite.thresholds.filter((row) => row.verdict === 'pass').length;
    const checks = [passed, waived > 0 ? `${failed} (${waived} waived)` : failed, skipped].join(' / ');
    const limits = suite.thresholds.length === 0 ? '' : `${held} of ${suite.thresholds.length}`;
    const time = suite.durationMs === undefined ? '' : sayDuration(suite.durationMs);
    return `| ${VERDICT_SIGNS[suite.verdict]} ${VERDICT_WORDS[suite.verdict]} | ${escapeMarkdown(suite.name)} | ${checks} | ${limits} | ${time} |`;
  });
  const head = '| | suite | passed / failed / skipped | limits held | time |\n|---|---|---|---|--:|';
  return [head, ...rows].join('\n');
}

function requirementsTable({ areas }: RunReport): string {
  const rows = areas.map(({ code: area, title, rows }) => {
    const { proven, partly, failed, waived, unproven, applicable } = sumOf(rows);
    const aspects = sumOf(rows.flatMap((row) => row.aspects));
    const counts = [`${proven} of ${applicable}`, partly, failed, waived, unproven];
    const all = `${aspects.proven} of ${aspects.applicable}`;
    return `| ${area === '?' ? '' : area} | ${escapeMarkdown(title)} | ${counts.join(' | ')} | ${all} |`;
  });
  const head =
    '| | area | proven | in part | failed | waived | not at all | aspects |\n|---|---|--:|--:|--:|--:|--:|--:|';
  return [head, ...rows].join('\n');
}

function notRun({ suites, run }: RunReport): string {
  const absent = suites.filter((suite) => suite.state !== 'ran');
  const lines = absent.map(
    (one) => `- ${escapeMarkdown(`${one.name}: ${say(one.unavailable ?? 'never ran')}`)}`,
  );
  const left =
    run.skipped.length > 0
      ? [`- left out by the plan: ${escapeMarkdown(run.skipped.map((one) => one.name).join(', '))}`]
      : [];
  return lines.length + left.length === 0 ? '' : ['Did not run:', ...lines, ...left].join('\n');
}
