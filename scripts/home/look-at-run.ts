import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSealed, readManifest } from '../../evidence/manifest.ts';
import type { ListedRun, RunJson } from '../../evidence/store.ts';
import { type Sign, wasMadeHere } from '../../kernel/undo-log.ts';
import { worst } from '../../kernel/verdict.ts';
import { runSummarySchema, type RunSummary } from '../../reports/model/history.ts';
import { SUMMARY_FILE } from '../../reports/model/previous-runs.ts';
import type { RunRow } from '../../reports/home/run-row.ts';
import { atAGlance } from '../session/at-a-glance.ts';
import { isOwnerGone } from '../session/owner-of-run.ts';

/** What a report left for others; undefined where there is none that can be read, or another run's. */
export function readSummary(reportFolder: string, id: string): RunSummary | undefined {
  try {
    const summary = runSummarySchema.parse(
      JSON.parse(readFileSync(join(reportFolder, SUMMARY_FILE), 'utf8')),
    );
    return summary.id === id ? summary : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A run in one line: how it stands by its evidence at a glance, and what its report says. A report may say worse than the
 * evidence did when it was sealed, as when a waiver has expired since, and never better.
 */
export function lookAtRun(listed: ListedRun, summary: RunSummary | undefined, sign: Sign): RunRow {
  const glanced = atAGlance(listed);
  const { state, why } = standing(glanced, sign);
  const { verdict } = glanced.run ?? {};
  const says = verdict === undefined || summary === undefined ? verdict : worst([verdict, summary.verdict]);
  const digest = state === 'sealed' || state === 'elsewhere' ? digestOf(listed) : undefined;
  return {
    ...rowOf(listed.id, listed.run, summary),
    state,
    ...(why !== undefined && { why }),
    // Of what was changed, its own word is what it was changed to.
    ...(state === 'changed' ? listed.run?.verdict && { says: listed.run.verdict } : says && { says }),
    ...(digest !== undefined && { digest }),
  };
}

/** What only its report tells of: it shows what was once, and proves nothing. */
export function lookAtReport(summary: RunSummary): RunRow {
  const why = `its evidence is not here; its report says ${summary.verdict}`;
  return { ...rowOf(summary.id, undefined, summary), state: 'gone', why, says: summary.verdict };
}

/** What stands where a run would: it is not followed, for what it leads to may be anything. */
export function lookAtNoFolder(id: string, what: string): RunRow {
  const why = `evidence/runs/${id} is ${what}: evidence is a folder of its own`;
  return { ...rowOf(id, undefined, undefined), state: 'changed', why };
}

function standing(run: ListedRun, sign: Sign): Pick<RunRow, 'state' | 'why'> {
  if (!isSealed(run)) {
    if (isOwnerGone(run) === false) return { state: 'going on' };
    return { state: 'not sealed', why: run.problem ?? 'it ended, and was not sealed: ./harness heal' };
  }
  if (run.problem !== undefined || run.run === undefined)
    return { state: 'changed', why: run.problem ?? 'it cannot be read' };
  if (isMadeHere(run, sign)) return { state: 'sealed' };
  return { state: 'elsewhere', why: 'no key of this checkout signed it: it was made elsewhere' };
}

function isMadeHere({ undo, id }: ListedRun, sign: Sign): boolean {
  try {
    return wasMadeHere(undo, id, sign);
  } catch {
    return false;
  }
}

function digestOf(run: ListedRun): string | undefined {
  return readManifest(run)?.manifest.digest;
}

function rowOf(id: string, run: RunJson | undefined, summary: RunSummary | undefined): Omit<RunRow, 'state'> {
  const { git, stage, phase, imported } = run ?? {};
  const suites = Object.entries(summary?.suites ?? {});
  const looked = suites.flatMap(([, { open }]) => open ?? []);
  const version = run?.target?.version ?? summary?.version;
  const sum = (of: 'critical' | 'high' | 'medium' | 'low') => looked.reduce((all, one) => all + one[of], 0);
  return {
    id,
    started: run?.startedAt ?? summary?.started ?? startOf(id),
    ...plain({
      environment: run?.environment.name ?? summary?.environment,
      stage: stage ?? summary?.stage,
      phase: phase ?? summary?.phase,
      branch: git?.branch ?? summary?.branch,
      commit: git?.commit ?? summary?.commit,
      version,
      imported: imported?.as,
      detection: run?.detection?.id ?? summary?.detection,
      durationMs: summary?.durationMs ?? tookMs(run),
      sentence: summary?.sentence,
    }),
    whole: (run ?? summary)?.whole === true,
    rehearsal: summary?.rehearsal === true,
    dirty: git?.dirty === true,
    reported: summary !== undefined,
    p95: suites.flatMap(([suite, { p95Ms, limits = [] }]) => {
      if (p95Ms === undefined) return [];
      const limit = limits.find(
        ({ metric, unit }) => metric === 'http_req_duration.p95' && unit === 'ms',
      )?.limit;
      return [{ suite, ms: p95Ms, ...(limit !== undefined && { limit }) }];
    }),
    ...(looked.length > 0 && {
      findings: { critical: sum('critical'), high: sum('high'), medium: sum('medium'), low: sum('low') },
    }),
    ...(summary?.sentence !== undefined && {
      flaky: suites.reduce((all, [, { flakes = [] }]) => all + flakes.length, 0),
    }),
    ...(summary?.requirements && { requirements: summary.requirements }),
    ...(summary?.aspects && {
      aspects: { proven: summary.aspects.proven.length, applicable: summary.aspects.applicable },
    }),
  };
}

function tookMs(run: RunJson | undefined): number | undefined {
  if (run?.endedAt === undefined) return undefined;
  return Math.max(0, Date.parse(run.endedAt) - Date.parse(run.startedAt));
}

/** Of an id: to the minute. */
function startOf(id: string): string {
  const [, year, month, day, hour, minute] = /^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)_/.exec(id) ?? [];
  return year === undefined
    ? ''
    : `${year}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:00.000Z`;
}

/** Without what is undefined, as JSON has none. */
function plain<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
