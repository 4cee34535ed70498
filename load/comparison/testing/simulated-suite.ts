import type { Sample } from '../align.ts';
import type { Member } from '../compare-family.ts';
import { slowness, percentiles, type Random, type Spread, USUAL_SPREAD } from './simulated-load.ts';

/** A load suite: how many windows, and how many requests of each group there are in one. */
export interface SuiteShape {
  readonly windows: number;
  /** The first is `all`. */
  readonly requests: readonly number[];
  readonly spread?: Spread;
}

export interface Change {
  /** Of every latency, or of those above the median only. */
  readonly factor: number;
  readonly tailOnly?: boolean;
  /** Share of requests that fail. */
  readonly errors: number;
}

/** The measures that a suite is compared by: p95, p50 and errors of each group, and the throughput of all. */
export function suiteMembers(random: Random, shape: SuiteShape, before: Change, after: Change): Member[] {
  const [one, other] = [runOf(random, shape, before), runOf(random, shape, after)];
  return one.map((series, at) => ({ ...series, before: series.samples, after: other[at]?.samples ?? [] }));
}

function runOf(random: Random, { windows, requests, spread = USUAL_SPREAD }: SuiteShape, change: Change) {
  // One slowness for all groups: a busy moment slows everything.
  const slow = slowness(random, windows, spread);
  const groups = requests.map((count) => groupOf(random, count, slow, spread, change));
  const rate = slow.map(() => sample(poisson(random, requests[0] ?? 0), 1));
  return [
    ...groups.flatMap(({ p95, p50, errors }) => [
      { samples: p95, ...HIGHER, effectIs: 'relative' as const },
      { samples: p50, ...HIGHER, effectIs: 'relative' as const },
      { samples: errors, ...HIGHER, effectIs: 'difference' as const },
    ]),
    { samples: rate, worse: 'lower' as const, effectIs: 'relative' as const, decides: true },
  ];
}

const HIGHER = { worse: 'higher', decides: true } as const;

function groupOf(random: Random, count: number, slow: readonly number[], spread: Spread, change: Change) {
  const { factor, tailOnly = false, errors } = change;
  const windows = slow.map((one) => percentiles(random, count, one, spread));
  return {
    p95: windows.map(({ p95 }) => sample(p95 * factor, count)),
    p50: windows.map(({ p50 }) => sample(p50 * (tailOnly ? 1 : factor), count)),
    errors: slow.map(() => sample(Math.min(count, poisson(random, count * errors)) / count, count)),
  };
}

function sample(value: number, weight: number): Sample {
  return { step: 'steady', value, weight };
}

/** Knuth's for few, the normal approximation for many. */
function poisson(random: Random, mean: number): number {
  if (mean > 30) {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const limit = Math.exp(-mean);
  let [count, product] = [0, random()];
  while (product > limit) {
    count += 1;
    product *= random();
  }
  return count;
}
