import { z } from 'zod';
import { PHASES } from '../../kernel/policy.ts';
import { stageSchema } from '../../kernel/suite.ts';
import { VERDICTS } from '../../kernel/verdict.ts';
import type { Reason } from '../../kernel/gate.ts';

const verdict = z.enum(VERDICTS);

const measuredLimitSchema = z.object({
  metric: z.string(),
  op: z.string(),
  limit: z.number(),
  unit: z.string(),
  /** Absent where nothing was measured. */
  value: z.number().optional(),
  samples: z.number(),
  verdict,
});
export type MeasuredLimit = z.infer<typeof measuredLimitSchema>;

const foundSchema = z.object({
  fingerprint: z.string(),
  title: z.string(),
  severity: z.number(),
  waived: z.literal(true).optional(),
});
export type Found = z.infer<typeof foundSchema>;

/** A finished run in a few lines: what later runs need to say "since when" and to draw a trend. */
export const runSummarySchema = z.object({
  id: z.string(),
  started: z.iso.datetime(),
  environment: z.string(),
  stage: stageSchema.optional(),
  /** All suites of that stage. */
  whole: z.boolean().optional(),
  phase: z.enum(PHASES).optional(),
  version: z.string().optional(),
  branch: z.string().optional(),
  commit: z.string().optional(),
  durationMs: z.number().optional(),
  /** May it ship, and why, in one sentence. */
  sentence: z.string().optional(),
  /** Made by `detect`: no part of any history. */
  detection: z.string().optional(),
  verdict,
  /** Nobody may release on it, whatever the verdict is. */
  rehearsal: z.literal(true).optional(),
  /** Only suites that ran. */
  suites: z.record(
    z.string(),
    z.object({
      verdict,
      durationMs: z.number(),
      owner: z.string().optional(),
      /** How many ran. */
      checks: z.number().optional(),
      /** Checks that passed only at a further attempt. */
      flakes: z.array(z.string()).optional(),
      limits: z.array(measuredLimitSchema).optional(),
      /** Of a load. */
      p95Ms: z.number().optional(),
      /** Fingerprints, of a suite that looks for findings. */
      findings: z.array(z.string()).optional(),
      /** How many are open, without what is waived. */
      open: z
        .object({ critical: z.number(), high: z.number(), medium: z.number(), low: z.number() })
        .optional(),
      /** What the worst of them are. */
      found: z.array(foundSchema).optional(),
    }),
  ),
  /** Aspects by what became of them; those that do not apply are not among them. */
  aspects: z
    .object({ applicable: z.number(), proven: z.array(z.string()), failed: z.array(z.string()) })
    .optional(),
  /** Requirements whose every aspect is proven, of those that apply. */
  requirements: z.object({ proven: z.number(), applicable: z.number() }).optional(),
  /** The keys of what failed or stayed unknown. */
  problems: z.array(z.string()),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** How long something has been wrong. `runs` counts this one; `from` is the start of the first of them. */
export interface Since {
  /** `new`: the run before was well; `still`: it was not; `flaky`: new, and it comes and goes. */
  readonly state: 'new' | 'still' | 'flaky' | 'first run';
  readonly runs: number;
  readonly from?: string;
}

/** The same problem has the same key in every run: never a number that changes. */
export function keyOf(reason: Reason): string {
  return [reason.suite ?? '', reason.check ?? reason.what].join(' › ');
}

/** Newest first, without the run itself and without what started later. */
export function earlier(runs: readonly RunSummary[], id: string, started: string): readonly RunSummary[] {
  return runs
    .filter((run) => run.id !== id && run.started < started)
    .sort((a, b) => b.started.localeCompare(a.started));
}

/** Only runs that could have seen the problem count: those in which its suite ran, and which know whether a failure was there. */
function comparable(reason: Reason, runs: readonly RunSummary[]): readonly RunSummary[] {
  const { suite, verdict } = reason;
  if (suite === undefined) return runs;
  const knows = (run: RunSummary) =>
    verdict !== 'fail' || run.suites[suite]?.verdict !== 'unknown' || run.problems.includes(keyOf(reason));
  return runs.filter((run) => suite in run.suites && knows(run));
}

/** Since when this problem is there. `runs` are earlier ones, newest first. */
export function sinceWhen(reason: Reason, runs: readonly RunSummary[]): Since {
  const seen = comparable(reason, runs).map((run) => ({
    bad: run.problems.includes(keyOf(reason)),
    at: run.started,
  }));
  if (seen.length === 0) return { state: 'first run', runs: 1 };
  const healthy = seen.findIndex((run) => !run.bad);
  const row = healthy === -1 ? seen : seen.slice(0, healthy);
  const from = row.at(-1)?.at;
  if (from !== undefined) return { state: 'still', runs: row.length + 1, from };
  return { state: comesAndGoes(seen.map((run) => run.bad)) ? 'flaky' : 'new', runs: 1 };
}

/** So often, within so many runs, must something that was well have gone wrong to be called flaky, this time included. */
const TIMES = 3;
const WITHIN_RUNS = 10;

/** A failure that was repaired and is back is a regression, not a flake: that shows only when it goes on and on. */
function comesAndGoes(earlier: readonly boolean[]): boolean {
  const bad = [true, ...earlier].slice(0, WITHIN_RUNS);
  return bad.filter((is, index) => is && bad[index + 1] === false).length >= TIMES;
}
