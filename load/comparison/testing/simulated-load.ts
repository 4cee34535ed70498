import { normalQuantile } from './normal-quantile.ts';

/** Uniform numbers in (0, 1) from a seed: mulberry32. */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4_294_967_296;
  };
}

export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

/** How the latencies of a simulated load are spread: log-normal, the slowness of neighbouring windows related (AR(1)). */
export interface Spread {
  readonly medianMs: number;
  /** Standard deviation of a request's logarithm. */
  readonly sigma: number;
  /** Autocorrelation of neighbouring windows' slowness, and the standard deviation of their logarithm. */
  readonly rho: number;
  readonly slownessSigma: number;
}

export const USUAL_SPREAD: Spread = { medianMs: 40, sigma: 0.5, rho: 0.5, slownessSigma: 0.04 };

/** The logarithms of the slowness of `count` windows: a stationary AR(1) series. */
export function slowness(random: Random, count: number, { rho, slownessSigma }: Spread): readonly number[] {
  let slow = gaussian(random) * slownessSigma;
  return Array.from({ length: count }, () => {
    slow = rho * slow + Math.sqrt(1 - rho ** 2) * slownessSigma * gaussian(random);
    return slow;
  });
}

/**
 * p50 and p95 of a window of `requests` log-normal latencies, without making each: the k-th smallest of n uniform numbers has
 * the distribution Beta(k, n − k + 1), and what lies below it is uniform again (David and Nagaraja, Order Statistics, 2003, 2.1
 * and 2.5). Exact, not asymptotic, and jointly so.
 */
export function percentiles(random: Random, requests: number, slow: number, spread: Spread) {
  const [k95, k50] = [0.95, 0.5].map((share) => Math.ceil(requests * share)) as [number, number];
  const u95 = beta(random, k95, requests - k95 + 1);
  const u50 = k50 < k95 ? u95 * beta(random, k50, k95 - k50) : u95;
  const latency = (u: number) => spread.medianMs * Math.exp(slow + spread.sigma * normalQuantile(u));
  return { p50: latency(u50), p95: latency(u95) };
}

function beta(random: Random, a: number, b: number): number {
  const one = gamma(random, a);
  return one / (one + gamma(random, b));
}

/** Marsaglia and Tsang (ACM TOMS 26, 2000), for shapes of at least 1. */
function gamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = gaussian(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(random()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}
