import { z } from 'zod';

/**
 * `comparison.json`, beside a run's reports: how its load compares with the baselines of its suites. Written at the end of a run
 * and by `./harness baseline compare`; there is none where no suite has a baseline and nobody asked.
 */

/** One measure of one group of requests, before (the baseline) and after (the run). */
const comparedRowSchema = z.strictObject({
  /** Such as `p95`, `p50`, `errors`, `throughput`, or a gauge of the target such as `api.memory_mb`. */
  measure: z.string(),
  /** `all`, or `service:module`; of a gauge: `target`. */
  group: z.string(),
  /** `ms`, `share` (0.01 is 1 %), `requests/s`, or that of the gauge. */
  unit: z.string(),
  /** What is usual over all windows: a median, or for `errors` the share over all requests. Absent without a window. */
  before: z.number().optional(),
  after: z.number().optional(),
  /** How much it changed, 0.1 for +10 %; of a share, its difference: 0.01 for one percentage point. Absent where it cannot be said. */
  effect: z.number().optional(),
  effectIs: z.enum(['relative', 'difference']),
  /** Probability of such a difference by chance, after Holm's correction for all rows that decide. Absent with too few windows. */
  p: z.number().optional(),
  windows: z.strictObject({ before: z.number().int(), after: z.number().int() }),
  verdict: z.enum(['worse', 'better', 'alike', 'unknown']),
  /** `false`: only shown; `unknown` or `worse` here leaves the suite's verdict as it is. */
  decides: z.boolean(),
});
export type ComparedRow = z.infer<typeof comparedRowSchema>;

const comparedSuiteSchema = z.strictObject({
  suite: z.string(),
  /** Absent where none exists: the verdict is then `unknown`. */
  baseline: z
    .strictObject({
      run: z.string(),
      branch: z.string(),
      commit: z.string().optional(),
      /** When its run began, ISO, UTC. */
      date: z.string(),
      /** The file it was read from, below the checkout or as given. */
      file: z.string(),
      /** Why this one: `own branch`, `main: this branch has none`, or `as asked`. */
      chosen: z.string(),
    })
    .optional(),
  /** `fail`: at least one deciding row is worse. */
  verdict: z.enum(['pass', 'fail', 'unknown']),
  /** One sentence, always where the verdict is `unknown`. */
  reason: z.string().optional(),
  /** What to do about it. */
  fix: z.string().optional(),
  /** What differs between the two runs and was compared nevertheless, because it was asked for. */
  despite: z.array(z.string()),
  rows: z.array(comparedRowSchema),
});
export type ComparedSuite = z.infer<typeof comparedSuiteSchema>;

export const comparisonSchema = z.strictObject({
  format: z.literal(1),
  run: z.string(),
  comparedAt: z.string(),
  /** Worst of the suites'. */
  verdict: z.enum(['pass', 'fail', 'unknown']),
  /** What the decision was held to: `alpha` over all deciding rows of a suite together. */
  rule: z.strictObject({
    alpha: z.number(),
    /** Relative changes below are nobody's concern. */
    minimumEffect: z.number(),
    /** The same for shares, as a difference. */
    minimumDifference: z.number(),
  }),
  suites: z.array(comparedSuiteSchema),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** The name of the file in `reports/runs/<id>/`. */
export const COMPARISON_FILE = 'comparison.json';
