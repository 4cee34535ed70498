import { describe, expect, it, test } from 'vitest';
import { compareFamily, type MemberComparison } from './compare-family.ts';
import { mannWhitney } from './mann-whitney.ts';
import { normalTail } from './normal.ts';
import { studentTail } from './student.ts';
import { atMost } from './testing/binomial.ts';
import { slowness, percentiles, seeded, USUAL_SPREAD, type Random } from './testing/simulated-load.ts';

const RULE = { alpha: 0.01, minimumEffect: 0.05, minimumDifference: 0.001 };

/** One measure alone, at one step of load. */
function compare(
  before: readonly number[],
  after: readonly number[],
  worse: 'higher' | 'lower' = 'higher',
): MemberComparison {
  const samples = (values: readonly number[]) => values.map((value) => ({ step: '', value, weight: 1 }));
  const member = { worse, effectIs: 'relative', decides: true } as const;
  const [only] = compareFamily([{ ...member, before: samples(before), after: samples(after) }], RULE);
  if (only === undefined) throw new Error('nothing was compared');
  return only;
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

test('the normal tail is the one in the tables', () => {
  expect(normalTail(0)).toBeCloseTo(0.5, 6);
  expect(normalTail(1.959964)).toBeCloseTo(0.025, 6);
  expect(normalTail(3)).toBeCloseTo(0.0013499, 6);
});

test("Student's tail is near the one in the tables", () => {
  // t of 0.995: 3.169 with 10 degrees of freedom, 4.032 with 5.
  expect(studentTail(3.169, 10) / 0.005).toBeCloseTo(1, 1);
  expect(studentTail(4.032, 5) / 0.005).toBeCloseTo(1, 1);
  expect(studentTail(2.5758, 1e6)).toBeCloseTo(0.005, 5);
});

// P(T > t) as @stdlib/stats-base-dists-t-cdf 0.2.3 gives it.
test.each([
  [2, 5, 5.096974e-2, 1.005],
  [4, 5, 5.161708e-3, 1.035],
  [6, 5, 9.230691e-4, 1.08],
  [3, 12, 5.533348e-3, 1.005],
  [5, 12, 1.546556e-4, 1.025],
  [4, 40, 1.329562e-4, 1.005],
  [4, 200, 4.456548e-5, 1.005],
])("Student's tail beyond %d with %d degrees of freedom is hardly too small", (t, freedom, exact, most) => {
  const ratio = studentTail(t, freedom) / exact;
  expect(ratio).toBeGreaterThan(0.998);
  expect(ratio).toBeLessThan(most);
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
  const flat = (slow: number) => range(0, 40).map((at) => slow + ((at * 7) % 5) * 0.1);

  it('calls a rise worse, a fall better, and turns both round for throughput', () => {
    expect(compare(flat(100), flat(120)).verdict).toBe('worse');
    expect(compare(flat(120), flat(100)).verdict).toBe('better');
    expect(compare(flat(120), flat(100), 'lower').verdict).toBe('worse');
  });

  it('is not concerned with a change that is certain and small', () => {
    const { verdict, p } = compare(flat(100), flat(103));
    expect(p).toBeLessThan(0.01);
    expect(verdict).toBe('alike');
  });

  it('knows nothing of too few windows', () => {
    expect(compare([1, 2], [3, 4]).verdict).toBe('unknown');
    expect(compare([], []).verdict).toBe('unknown');
  });
});

/**
 * What the rule promises of one measure, by simulation: 10-minute runs, 60 windows of 10 s, 200 requests a window, log-normal
 * latencies (σ 0.5), the slowness of neighbouring windows related (AR(1), ρ 0.5, σ 4 %). Each bound is exact, with a confidence of
 * 95 %.
 */
describe('p95 of two runs of 60 windows with log-normal, autocorrelated latencies', () => {
  const RUNS = 1000;

  it(
    'is called different in at most 2 % of the cases when the runs are the same',
    { timeout: 60_000 },
    () => {
      expect(atMost(alarms(1), RUNS, 0.02)).toBeLessThan(0.05);
    },
  );

  it('is called worse in at least 95 % of the cases when it is 10 % higher', { timeout: 60_000 }, () => {
    expect(atMost(RUNS - alarms(1.1), RUNS, 0.05)).toBeLessThan(0.05);
  });

  function alarms(factor: number): number {
    const random = seeded(20_261_121);
    const verdicts = range(0, RUNS).map(() => compare(windows(random, 1), windows(random, factor)).verdict);
    return verdicts.filter((verdict) => (factor === 1 ? verdict !== 'alike' : verdict === 'worse')).length;
  }

  function windows(random: Random, factor: number): number[] {
    return slowness(random, 60, USUAL_SPREAD).map(
      (slow) => factor * percentiles(random, 200, slow, USUAL_SPREAD).p95,
    );
  }
});

function rankSumOf(before: readonly number[], after: readonly number[]): number {
  const sorted = [...before, ...after].sort((a, b) => a - b);
  return after.reduce((sum, value) => sum + sorted.indexOf(value) + 1, 0);
}
