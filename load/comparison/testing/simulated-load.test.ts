import { describe, expect, it } from 'vitest';
import { medianOf } from '../median.ts';
import { atMost } from './binomial.ts';
import { gaussian, slowness, percentiles, seeded, USUAL_SPREAD } from './simulated-load.ts';

describe('a simulated window', () => {
  it('has the percentiles that as many single requests have', () => {
    const random = seeded(1);
    const one = Array.from({ length: 1500 }, () => percentiles(random, 200, 0, USUAL_SPREAD));
    const other = Array.from({ length: 1500 }, () => requestByRequest(random));
    for (const of of ['p50', 'p95'] as const) {
      const [drawn, counted] = [one, other].map((all) =>
        momentsOf(all.map((window) => Math.log(window[of]))),
      );
      // Four standard errors of a mean and of a standard deviation of 1,500.
      expect(Math.abs((drawn?.mean ?? 0) - (counted?.mean ?? 1))).toBeLessThan(
        4 * 0.075 * Math.sqrt(2 / 1500),
      );
      expect((drawn?.sd ?? 0) / (counted?.sd ?? 1)).toBeCloseTo(1, 0.9);
    }
  });

  it('is never slower at the median than at the 95th percentile', () => {
    const random = seeded(2);
    for (let at = 0; at < 200; at += 1) {
      const { p50, p95 } = percentiles(random, 1 + (at % 30), 0, USUAL_SPREAD);
      expect(p50).toBeLessThanOrEqual(p95);
    }
  });

  function requestByRequest(random: () => number) {
    const sorted = Float64Array.from({ length: 200 }, () => 40 * Math.exp(0.5 * gaussian(random))).sort();
    return { p50: sorted[99] ?? 0, p95: sorted[189] ?? 0 };
  }
});

it('neighbouring windows are as related as was asked', () => {
  const series = slowness(seeded(3), 4000, { ...USUAL_SPREAD, rho: 0.5, slownessSigma: 0.04 });
  const { mean, sd } = momentsOf(series);
  expect(sd).toBeCloseTo(0.04, 2);
  const covariance = series
    .slice(1)
    .reduce((sum, one, at) => sum + (one - mean) * ((series[at] ?? 0) - mean), 0);
  expect(covariance / series.length / sd ** 2).toBeCloseTo(0.5, 1);
  expect(Math.abs(medianOf(series))).toBeLessThan(0.01);
});

it('the binomial bound is the one in the tables', () => {
  expect(atMost(0, 149, 0.02)).toBeCloseTo(0.0493, 3);
  expect(atMost(2, 10, 0.5)).toBeCloseTo(0.0547, 4);
  expect(atMost(10, 10, 0.3)).toBeCloseTo(1, 9);
});

function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { mean, sd };
}
