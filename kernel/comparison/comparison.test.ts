import { describe, expect, it, test } from 'vitest';
import { compareSeries, type ComparisonRule } from './compare-series.ts';
import { mannWhitney } from './mann-whitney.ts';
import { normalTail } from './normal.ts';

const RULE: ComparisonRule = { alpha: 0.01, minimumEffect: 0.05, worse: 'higher' };
const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

test('the normal tail is the one in the tables', () => {
  expect(normalTail(0)).toBeCloseTo(0.5, 6);
  expect(normalTail(1.959964)).toBeCloseTo(0.025, 6);
  expect(normalTail(3)).toBeCloseTo(0.0013499, 6);
});

describe('the rank test', () => {
  it('says nothing of fewer than eight values', () => {
    expect(mannWhitney(range(1, 7), range(1, 20))).toBeUndefined();
  });

  it('finds no difference between equal values', () => {
    expect(mannWhitney(Array(20).fill(5), Array(20).fill(5))).toEqual({ z: 0, p: 1 });
  });

  it('gives the textbook z for independent values without ties', () => {
    // Alternating values have no positive autocorrelation, so the variance is not widened.
    const before = [19, 2, 17, 4, 15, 6, 13, 8];
    const after = [20, 1, 18, 3, 16, 5, 14, 7];
    // Ranks of `after`: 15.. of 16; U = 30, mean 32, variance 64 · 17 / 12.
    const expected = (rankSumOf(before, after) - 36 - 32) / Math.sqrt((64 * 17) / 12);
    expect(mannWhitney(before, after)?.z).toBeCloseTo(expected, 9);
  });

  it('trusts neighbours that resemble each other less', () => {
    const independent = mannWhitney([1, 9, 2, 8, 3, 7, 4, 6], [11, 19, 12, 18, 13, 17, 14, 16]);
    const alike = mannWhitney([1, 2, 3, 4, 6, 7, 8, 9], [11, 12, 13, 14, 16, 17, 18, 19]);
    expect(Math.abs(alike?.z ?? 0)).toBeLessThan(Math.abs(independent?.z ?? 0));
  });
});

describe('comparing two runs', () => {
  const flat = (level: number) => range(0, 40).map((at) => level + ((at * 7) % 5) * 0.1);

  it('calls a rise worse, a fall better, and turns both round for throughput', () => {
    expect(compareSeries(flat(100), flat(120), RULE).verdict).toBe('worse');
    expect(compareSeries(flat(120), flat(100), RULE).verdict).toBe('better');
    expect(compareSeries(flat(120), flat(100), { ...RULE, worse: 'lower' }).verdict).toBe('worse');
  });

  it('is not concerned with a change that is certain and small', () => {
    const { verdict, p } = compareSeries(flat(100), flat(103), RULE);
    expect(p).toBeLessThan(0.01);
    expect(verdict).toBe('alike');
  });

  it('knows nothing of too few windows', () => {
    expect(compareSeries([1, 2], [3, 4], RULE).verdict).toBe('unknown');
    expect(compareSeries([], [], RULE).verdict).toBe('unknown');
  });
});

/**
 * What the rule promises, by simulation: 10-minute runs, 60 windows of 10 s, 200 requests a window, log-normal latencies
 * (σ 0.5), the level of neighbouring windows related (AR(1), ρ 0.5, σ 4 %).
 */
describe('two runs of 60 windows with log-normal, autocorrelated latencies', () => {
  const RUNS = 200;

  it('are called different in at most 2 % of the cases when they are the same', { timeout: 60_000 }, () => {
    expect(shareOfAlarms(1)).toBeLessThanOrEqual(0.02);
  });

  it('are called worse in at least 95 % of the cases when p95 is 10 % higher', { timeout: 60_000 }, () => {
    expect(shareOfAlarms(1.1)).toBeGreaterThanOrEqual(0.95);
  });

  function shareOfAlarms(factor: number): number {
    const random = gaussian(20_261_121);
    let alarms = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const { verdict } = compareSeries(windows(random, 1), windows(random, factor), RULE);
      if (factor === 1 ? verdict !== 'alike' : verdict === 'worse') alarms += 1;
    }
    return alarms / RUNS;
  }

  function windows(random: () => number, factor: number): number[] {
    const [rho, sigma] = [0.5, 0.04];
    let level = random() * sigma;
    return range(0, 60).map(() => {
      level = rho * level + Math.sqrt(1 - rho ** 2) * sigma * random();
      return p95(range(0, 200).map(() => factor * 40 * Math.exp(level + 0.5 * random())));
    });
  }
});

function p95(values: number[]): number {
  return Float64Array.from(values).sort()[Math.ceil(values.length * 0.95) - 1] ?? 0;
}

/** Normal numbers from a seed: mulberry32 and Box–Muller. */
function gaussian(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

function rankSumOf(before: readonly number[], after: readonly number[]): number {
  const sorted = [...before, ...after].sort((a, b) => a - b);
  return after.reduce((sum, value) => sum + sorted.indexOf(value) + 1, 0);
}
