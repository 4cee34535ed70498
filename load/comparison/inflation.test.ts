import { describe, expect, it } from 'vitest';
import { inflationOf } from './inflation.ts';
import { mannWhitney } from './mann-whitney.ts';
import { medianOf } from './median.ts';
import { gaussian, slowness, seeded, USUAL_SPREAD } from './testing/simulated-load.ts';

const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make);

describe('the inflation of the variance', () => {
  const random = seeded(4);
  const series = (rho: number, count = 400) =>
    slowness(random, count, { ...USUAL_SPREAD, rho, slownessSigma: 1 });

  it('is near (1 + ρ) / (1 − ρ) for series in which one value draws the next', () => {
    expect(inflationOf([series(0), series(0)], 'mean')).toBeLessThan(1.5);
    expect(inflationOf([series(0.5), series(0.5)], 'mean') / 3).toBeCloseTo(1, 0.3);
    expect(inflationOf([series(0.8), series(0.8)], 'mean') / 9).toBeCloseTo(1, 0.3);
  });

  it('sees a slow wander below the noise of single windows', () => {
    const noisy = () => series(0.9).map((slow) => slow + gaussian(random));
    // In truth 10; the first autocorrelation alone (0.45) would say 2.6.
    const both = medianOf(times(10, () => inflationOf([noisy(), noisy()], 'mean')));
    const one = medianOf(times(10, () => inflationOf([noisy()], 'line')));
    for (const inflation of [both, one]) {
      expect(inflation).toBeGreaterThan(5);
      expect(inflation).toBeLessThan(15);
    }
  });

  it('is larger where more was fitted, for then a short series hides more', () => {
    const short = [series(0.5, 20)];
    expect(inflationOf(short, 'line')).toBeGreaterThan(inflationOf(short, 'mean'));
  });

  it('is 1 of values that are alike, but for the error of floating point', () => {
    const alike = Array.from({ length: 40 }, (_, at) => 0.1 + (at > 20 ? 2e-17 : 0));
    expect(inflationOf([alike, Array<number>(40).fill(3)], 'mean')).toBe(1);
    expect(inflationOf([[5, 5, 5, 5]], 'line')).toBe(1);
  });
});

/** What decided between two formulas, in short; the numbers of both stand beside the one that was kept. */
describe('two short runs that are alike, of windows that draw each other', () => {
  it.each([
    { rho: 0.5, windows: 12, atMost: 0.02 },
    { rho: 0.8, windows: 12, atMost: 0.02 },
    { rho: 0.9, windows: 12, atMost: 0.03 },
    { rho: 0.8, windows: 60, atMost: 0.03 },
  ])(
    'ρ $rho, $windows windows: are called different in at most $atMost of 1000',
    ({ rho, windows, atMost }) => {
      const random = seeded(7);
      const run = () => slowness(random, windows, { ...USUAL_SPREAD, rho, slownessSigma: 1 });
      const alarms = times(1000, () => mannWhitney(run(), run())?.p ?? 0).filter((p) => p < 0.01);
      expect(alarms.length / 1000).toBeLessThanOrEqual(atMost);
    },
  );
});
