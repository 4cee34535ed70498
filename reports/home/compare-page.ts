import { join } from 'node:path';
import type { Document } from '../drawing/document.ts';
import { column, dim, heading, number, numbers, table, time } from '../drawing/fragments.ts';
import { type Html, joined, known, markup } from '../drawing/html.ts';
import { badge, badgeOf, icon, tone } from '../drawing/state.ts';
import { count, sayDuration, sayNumber, sayValue, untagged } from '../format.ts';
import type {
  Changed,
  FindingChange,
  LimitChange,
  RunsCompared,
  SuiteChange,
} from '../model/compare-runs.ts';
import type { MeasuredLimit, RunSummary } from '../model/history.ts';
import { CHANGE_STATE, CHANGE_WORDS, sayChanged, sayChanges } from './changes.ts';

export interface ComparePage {
  readonly compared: RunsCompared;
  /** What of either does not count, and why: it is compared all the same, and believed by nobody. */
  readonly warnings: readonly string[];
  readonly now: Date;
}

/** Two runs: what became red, what is new, unchanged and fixed. Lies in `reports/runs/compared/`. */
export function comparePage({ compared, warnings, now }: ComparePage): Document {
  const { before, after, proven } = compared;
  return {
    title: `${headlineOf(compared)}: ${before.id} and ${after.id}`,
    brand: 'Two runs',
    styles: join(import.meta.dirname, 'home-page.css'),
    sections: [
      ['suites', 'Suites'],
      ['problems', 'Problems'],
      ['findings', 'Findings'],
      ['limits', 'Limits'],
      ...(proven === undefined ? [] : [['requirements', 'Requirements'] as const]),
    ],
    main: markup`
      ${headSection(compared, warnings)}
      ${suitesSection(compared)}
      ${problemsSection(compared)}
      ${findingsSection(compared)}
      ${limitsSection(compared)}
      ${proven === undefined ? '' : requirementsSection(proven)}`,
    footer: markup`<a href="../index.html">All runs</a>. Made of what both reports tell on ${time(now.toISOString())}.`,
  };
}

const RED = ['red', 'no answer'];

function headlineOf({ suites }: RunsCompared): string {
  const red = suites.filter(({ change }) => change === 'red').length;
  const silent = suites.filter(({ change }) => change === 'no answer').length;
  const fixed = suites.filter(({ change }) => change === 'fixed').length;
  if (red > 0) return `${count(red, 'suite')} became red`;
  if (silent > 0) return `${count(silent, 'suite')} ${silent === 1 ? 'gives' : 'give'} no answer any more`;
  return fixed > 0 ? `${count(fixed, 'suite')} fixed, none became red` : 'No suite became red';
}

function headSection(compared: RunsCompared, warnings: readonly string[]): Html {
  const { before, after, suites, problems } = compared;
  const state = suites.some(({ change }) => change === 'red')
    ? 'fail'
    : suites.some(({ change }) => RED.includes(change)) || warnings.length > 0
      ? 'unknown'
      : 'pass';
  const said = [sayChanges(compared) ?? 'No suite is other than it was', sayChanged(problems, 'problem')];
  return markup`
    <section class="verdict ${tone(state)}" aria-labelledby="verdict">\n
      <div class="verdict-head">
        ${icon(state)}
        <div>\n
          <h1 id="verdict">${headlineOf(compared)}</h1>\n
          <p class="sentence">${said.filter((one) => one !== undefined).join('; ')}.</p>\n
          ${warnings.map((one) => markup`<p class="note">${icon('unknown')} <span>${one}</span></p>\n`)}
        </div>
      </div>\n
      <div class="sides">${sideOf('Before', before)}${sideOf('After', after)}</div>\n
    </section>\n`;
}

function sideOf(title: string, run: RunSummary): Html {
  const { id, verdict, started, stage, environment, branch, commit, version, durationMs } = run;
  const facts = [
    `${stage ?? 'suites by name'} on ${environment}`,
    ...(commit === undefined
      ? []
      : [`commit ${commit.slice(0, 10)}${branch === undefined ? '' : ` on ${branch}`}`]),
    ...(version === undefined ? [] : [`target ${version}`]),
    ...(durationMs === undefined ? [] : [`took ${sayDuration(durationMs)}`]),
  ];
  return markup`
    <div class="side">
      <p><span class="dim">${title}</span> ${badge(verdict)} ${time(started)}</p>
      <p><a href="../${encodeURIComponent(id)}/index.html">${joined(id.split(/(?<=_)/), markup`<wbr>`)}</a></p>
      <p class="dim">${facts.join(' · ')}</p>
    </div>`;
}

function calm(said: string): Html {
  return markup`<p class="calm">${icon('pass')} <span>${said}</span></p>\n`;
}

function suitesSection({ suites, before, after }: RunsCompared): Html {
  const changed = suites.filter(({ change }) => change !== 'same');
  const same = suites.filter(({ change }) => change === 'same');
  const rows = changed.map((one) => suiteRow(one, before, after));
  return markup`
    <section aria-labelledby="suites">\n
    ${heading('suites', 'Suites', `${changed.length} of ${suites.length} are other than they were`)}\n
    ${changed.length === 0 ? calm('Each suite is as it was.') : markup`<div class="panel">${table({ label: 'Suites', columns: [column('What became of it'), column('Suite'), column('Before'), column('After'), numbers('Checks'), numbers('Took')], rows })}</div>\n`}
    ${same.length === 0 || changed.length === 0 ? '' : markup`<p class="note">As before: ${same.map(({ suite }) => suite).join(', ')}</p>\n`}
    </section>\n`;
}

function suiteRow(
  { suite, owner, change, before, after, checks: [was, is] }: SuiteChange,
  ...runs: readonly [RunSummary, RunSummary]
): Html {
  const [tookBefore, took] = runs.map(({ suites }) => suites[suite]?.durationMs);
  const none = dim('not run');
  return markup`
    <tr>
      <td>${badgeOf(CHANGE_STATE[change], CHANGE_WORDS[change])}</td>
      <th scope="row">${suite}${known(owner, (one) => markup`<span class="sub">${one}</span>`)}</th>
      <td>${before === undefined ? none : badge(before)}</td>
      <td>${after === undefined ? none : badge(after)}</td>
      ${number(fromTo(was, is, (value) => sayNumber(value)))}
      ${number(fromTo(tookBefore, took, sayDuration))}
    </tr>`;
}

function fromTo<T>(was: T | undefined, is: T | undefined, say: (value: T) => string): string {
  const [from, to] = [was, is].map((one) => (one === undefined ? '–' : say(one)));
  return from === to ? (to ?? '') : `${from ?? ''} → ${to ?? ''}`;
}

const SORTS = [
  ['added', 'New', 'fail'],
  ['unchanged', 'Unchanged', 'unknown'],
  ['unseen', 'Not looked for any more', 'unknown'],
  ['fixed', 'Fixed', 'pass'],
] as const;

/** So many of each sort are named. */
const NAMED = 100;

function changedLists<T>(changed: Changed<T>, view: (one: T) => Html): readonly Html[] {
  return SORTS.flatMap(([sort, title, state]) => {
    const ones = changed[sort];
    if (ones.length === 0) return [];
    const items = ones.slice(0, NAMED).map((one) => markup`<li>${icon(state)}<span>${view(one)}</span></li>`);
    const more =
      ones.length > NAMED ? markup`<li>${icon(state)}<span>and ${ones.length - NAMED} more</span></li>` : '';
    return [
      markup`<h3>${title} ${dim(String(ones.length))}</h3>\n<ul class="reasons">${items}${more}</ul>\n`,
    ];
  });
}

function problemsSection({ problems }: RunsCompared): Html {
  const lists = changedLists(problems, (one) => {
    const [suite = '', ...rest] = one.split(' › ');
    return markup`${suite === '' ? dim('the run') : markup`<strong>${suite}</strong>`} ${untagged(rest.join(' › '))}`;
  });
  return markup`
    <section aria-labelledby="problems">\n
    ${heading('problems', 'Problems', 'what failed, or gave no answer')}\n
    ${lists.length === 0 ? calm('Neither run had one.') : markup`<div class="panel">${lists}</div>\n`}
    </section>\n`;
}

function findingsSection({ findings }: RunsCompared): Html {
  const lists = changedLists(findings, findingLine);
  return markup`
    <section aria-labelledby="findings">\n
    ${heading('findings', 'Findings', 'of scanners')}\n
    ${lists.length === 0 ? calm('Neither run had one.') : markup`<div class="panel">${lists}</div>\n`}
    </section>\n`;
}

function findingLine({ suite, title, severity, waived }: FindingChange): Html {
  const weight = severity === 0 ? '' : ` severity ${sayNumber(severity)}`;
  return markup`${title} ${dim(`${suite}${weight}${waived === true ? ', waived' : ''}`)}`;
}

function limitsSection({ limits }: RunsCompared): Html {
  const rows = limits.map(limitRow);
  return markup`
    <section aria-labelledby="limits">\n
    ${heading('limits', 'Limits', 'those that are others, and those that hold or break now')}\n
    ${rows.length === 0 ? calm('Each limit is as it was, and was kept or broken as before.') : markup`<div class="panel">${table({ label: 'Limits', columns: [column('Limit'), column('Before'), column('After'), column('What is other')], rows })}</div>\n`}
    </section>\n`;
}

function limitRow({ suite, before, after }: LimitChange): Html {
  const metric = after?.metric ?? before?.metric ?? '';
  const isMoved =
    before !== undefined && after !== undefined && (before.limit !== after.limit || before.op !== after.op);
  const what =
    before === undefined
      ? 'new'
      : after === undefined
        ? 'gone'
        : isMoved
          ? 'the limit itself'
          : 'what was measured';
  return markup`
    <tr>
      <th scope="row">${metric}<span class="sub">${suite}</span></th>
      <td>${before === undefined ? dim('none') : limitCell(before)}</td>
      <td>${after === undefined ? dim('none') : limitCell(after)}</td>
      <td>${isMoved || after === undefined ? markup`<strong>${what}</strong>` : what}</td>
    </tr>`;
}

function limitCell({ op, limit, unit, value, verdict }: MeasuredLimit): Html {
  const measured = value === undefined ? 'not measured' : sayValue(value, unit);
  return markup`${icon(verdict)} ${measured} <span class="sub">${op} ${sayValue(limit, unit)}</span>`;
}

function requirementsSection({ added, lost }: NonNullable<RunsCompared['proven']>): Html {
  const list = (title: string, state: 'fail' | 'pass', ones: readonly string[]) =>
    ones.length === 0
      ? ''
      : markup`<h3>${title} ${dim(String(ones.length))}</h3>\n<p class="note">${icon(state)} <span>${ones.join(', ')}</span></p>\n`;
  return markup`
    <section aria-labelledby="requirements">\n
    ${heading('requirements', 'Requirements', 'aspects')}\n
    ${added.length + lost.length === 0 ? calm('The same aspects are proven.') : markup`<div class="panel">${list('Not proven any more', 'fail', lost)}${list('Proven now', 'pass', added)}</div>\n`}
    </section>\n`;
}
