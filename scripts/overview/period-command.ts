import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../kernel/errors.ts';
import { PHASES } from '../../kernel/policy.ts';
import { renderDocument } from '../../reports/drawing/document.ts';
import { isOverdue, periodOf, type BaselineSaid, type Period } from '../../reports/home/period.ts';
import { headlineOf, periodPage } from '../../reports/home/period-page.ts';
import type { RunRow } from '../../reports/home/run-row.ts';
import { counted } from '../../reports/home/stands.ts';
import { COMPARISON_FILE, comparisonSchema, type ComparedSuite } from '../../reports/load/comparison.ts';
import { loadConfig } from '../finish/config.ts';
import { readSummary } from '../home/look-at-run.ts';
import { indexedRuns } from '../home/run-index.ts';
import { EVIDENCE, reportFolder, REPORTS } from '../session/places.ts';
import { signHere } from '../session/undo-key.ts';
import { weekNamed, weekOf, type Span } from './weeks.ts';

export interface PeriodOptions {
  readonly week?: string;
  readonly phase?: string;
  readonly json?: boolean;
}

/** So many runs before its end tell of what was there before, and since when. */
const MOST_READ = 1000;

/** Writes the page of a week or a milestone, and says the same in a few lines. It decides nothing: exit 0. */
export async function periodCommand({ week, phase, json }: PeriodOptions, now = new Date()): Promise<void> {
  const { slos } = await loadConfig();
  const rows = indexedRuns({ places: { evidence: EVIDENCE, reports: REPORTS }, sign: signHere });
  const span = phase === undefined ? weekNamed(week ?? weekOf(now)) : milestone(phase, week, rows);
  const shown = phase === undefined ? rows : rows.filter((row) => row.phase === phase);
  const read = counted(shown)
    .filter(({ started }) => started < span.until)
    .slice(0, MOST_READ);
  const summaries = new Map(
    read.flatMap(({ id }) => {
      const summary = readSummary(reportFolder(id), id);
      return summary === undefined ? [] : [[id, summary] as const];
    }),
  );
  const baselines = baselinesOf(read.filter(({ started }) => started >= span.from));
  const period = periodOf({ ...span, rows: shown, summaries, slos, baselines, now });
  const folder = join(REPORTS, 'runs', 'periods');
  mkdirSync(folder, { recursive: true });
  const page = join(folder, `${span.name}.html`);
  writeFileSync(page, await renderDocument(periodPage(period)));
  if (json) console.log(JSON.stringify({ ...forMachines(period), page }));
  else console.log(`${[`${span.title}: ${headlineOf(period)}`, ...linesOf(period)].join('\n')}\n${page}`);
}

/** From the first run of a milestone to its last. */
function milestone(phase: string, week: string | undefined, rows: readonly RunRow[]): Span {
  if (week !== undefined) throw new ConfigError('--week and --phase: name one of them');
  if (!PHASES.some((one) => one === phase))
    throw new ConfigError(`--phase: got "${phase}"; known: ${PHASES.join(', ')}`);
  const own = rows.filter((row) => row.phase === phase && row.detection === undefined).toReversed();
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined)
    throw new ConfigError({
      what: `--phase: no run is of milestone ${phase}`,
      fix: `./harness run --stage … --phase ${phase}`,
    });
  const until = new Date(Date.parse(last.started) + 1).toISOString();
  return { name: phase, title: `Milestone ${phase}`, from: first.started, until };
}

/** Of each suite the newest that was compared. */
function baselinesOf(rows: readonly RunRow[]): readonly BaselineSaid[] {
  const all = rows.flatMap(({ id }) =>
    comparedIn(id).map((one) => ({
      suite: one.suite,
      verdict: one.verdict,
      said: sayCompared(one),
      run: id,
    })),
  );
  return [...new Map(all.toReversed().map((one) => [one.suite, one])).values()];
}

function sayCompared({ baseline, reason }: ComparedSuite): string {
  const against = baseline && `against ${baseline.branch} of ${baseline.date.slice(0, 10)}`;
  return [against ?? 'without a baseline', ...(reason === undefined ? [] : [reason])].join(': ');
}

function comparedIn(id: string) {
  try {
    return comparisonSchema.parse(JSON.parse(readFileSync(join(reportFolder(id), COMPARISON_FILE), 'utf8')))
      .suites;
  } catch {
    // None was made, or it cannot be read: its run's report says so.
    return [];
  }
}

function linesOf({ stages, budgets, findings }: Period): readonly string[] {
  return [
    ...stages.map(
      ({ name, branch, runs }) =>
        `stage     ${name}${branch === undefined ? '' : ` (${branch})`}: ${runs.pass + runs.waived} passed, ${runs.unknown} unknown, ${runs.fail} failed`,
    ),
    ...budgets.map(
      ({ objective, left }) =>
        `budget    ${objective.id}: ${left === undefined ? 'not measured' : `${Math.round(left * 100)} % left`}`,
    ),
    `findings  ${findings.open.length} open, ${findings.added} new, ${findings.fixed} fixed, ${findings.open.filter(isOverdue).length} overdue`,
  ];
}

function forMachines(period: Period): object {
  const { title, from, until, stages, budgets, findings, baselines } = period;
  return {
    ...{ title, from, until, headline: headlineOf(period), baselines },
    stages: stages.map(({ name, branch, runs, others, last }) => ({
      name,
      branch,
      runs,
      others,
      last: last.id,
    })),
    budgets: budgets.map(({ objective, ...rest }) => ({ objective: objective.id, ...rest })),
    findings,
  };
}
