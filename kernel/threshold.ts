import type { Environment } from './environment.ts';
import type { Metric } from './evidence.ts';
import type { Starved } from './starved.ts';
import type { ResolvedSuite, ResolvedThreshold, Suite, Threshold } from './suite.ts';
import type { Verdict } from './verdict.ts';

export interface JudgedThreshold {
  readonly threshold: ResolvedThreshold;
  readonly verdict: Verdict;
  /** In the threshold's unit, without what is waived; undefined when nothing was measured. */
  readonly observed: number | undefined;
  readonly samples: number;
  /** With what is waived, of a limit on findings some of which are. */
  readonly found?: number;
  /** It does not hold, but nobody can say that this is the product's doing: it is `unknown`. */
  readonly starved?: Starved;
}

const COMPARE: Readonly<Record<Threshold['op'], (value: number, limit: number) => boolean>> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '==': (value, limit) => value === limit,
  '>=': (value, limit) => value >= limit,
  '>': (value, limit) => value > limit,
};

/** Judges one limit. No value, not a number, or too few samples: `unknown`, whatever the value is. */
export function judgeThreshold(threshold: ResolvedThreshold, metrics: readonly Metric[]): JudgedThreshold {
  const metric = metrics.find((candidate) => candidate.name === threshold.metric);
  const samples = metric?.samples ?? 0;
  const observed =
    metric !== undefined && samples > 0 && Number.isFinite(metric.value) ? metric.value : undefined;
  return { threshold, samples, observed, verdict: verdictOf(threshold, observed, samples) };
}

function verdictOf(threshold: ResolvedThreshold, observed: number | undefined, samples: number): Verdict {
  if (observed === undefined || samples < threshold.minSamples) return 'unknown';
  return COMPARE[threshold.op](observed, threshold.limit) ? 'pass' : 'fail';
}

/** The requirements that one of a suite's limits speaks for. */
export function provesOf(
  { proves }: Pick<Threshold, 'proves'>,
  suite: Pick<ResolvedSuite, 'proves'>,
): readonly string[] {
  return proves ?? suite.proves;
}

/** The suite's thresholds with numbers for limits; a name that the environment does not define is a problem in `problems`. */
export function resolveThresholds(
  suite: Pick<Suite, 'name' | 'thresholds'>,
  environment: Pick<Environment, 'name' | 'thresholds'>,
  problems: string[],
): readonly ResolvedThreshold[] {
  return suite.thresholds.map((threshold) => {
    if (typeof threshold.limit === 'number') return { ...threshold, limit: threshold.limit };
    const limit = environment.thresholds[threshold.limit.environment];
    if (limit === undefined) {
      const known = Object.keys(environment.thresholds).join(', ') || 'none';
      problems.push(
        `${suite.name}: threshold on ${threshold.metric} refers to "${threshold.limit.environment}", which environment ${environment.name} does not define; it defines: ${known}`,
      );
    }
    return { ...threshold, limit: limit ?? Number.NaN };
  });
}

/** A limit as its reason names it: with why there is no telling, where the machine was starved. */
export function sayJudged({ threshold, starved }: Pick<JudgedThreshold, 'threshold' | 'starved'>): string {
  const limit = sayThreshold(threshold);
  return starved === undefined ? limit : `${limit} did not hold while ${starved.because}`;
}

/** ` (39 found, 16 waived)`, after what is left; nothing where nothing is waived. */
export function sayWaived({ found, observed }: Pick<JudgedThreshold, 'found' | 'observed'>): string {
  return found === undefined || observed === undefined ? '' : ` (${found} found, ${found - observed} waived)`;
}

/** `API p95 < 300 ms`, as people read it. */
export function sayThreshold(threshold: ResolvedThreshold): string {
  return `${threshold.metric} ${threshold.op} ${threshold.limit} ${threshold.unit}`.trimEnd();
}
