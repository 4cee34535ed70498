import { describe, expect, it } from 'vitest';
import { align, type Sample } from './align.ts';
import { compareFamily, type FamilyRule, type Member } from './compare-family.ts';
import { atMost } from './testing/binomial.ts';
import { seeded } from './testing/simulated-load.ts';
import { suiteMembers, type Change } from './testing/simulated-suite.ts';

const RULE: FamilyRule = { alpha: 0.01, minimumEffect: 0.05, minimumDifference: 0.001 };

const samples = (values: readonly number[], step = 'steady'): readonly Sample[] =>
  values.map((value) => ({ step, value, weight: 100 }));
const noisy = (middle: number, count = 40) =>
  samples(Array.from({ length: count }, (_, at) => middle * (1 + (((at * 7) % 5) - 2) * 0.01)));
const member = (before: readonly Sample[], after: readonly Sample[], more: Partial<Member> = {}): Member => ({
  before,
  after,
  worse: 'higher',
  effectIs: 'relative',
  decides: true,
  ...more,
});
const verdicts = (...members: readonly Member[]) =>
  compareFamily(members, RULE).map(({ verdict }) => verdict);

describe('a family of measures', () => {
  it('says worse, better and alike of each, and turns both round where less is worse', () => {
    expect(
      verdicts(
        member(noisy(100), noisy(120)),
        member(noisy(120), noisy(100)),
        member(noisy(100), noisy(120), { worse: 'lower' }),
        member(noisy(100), noisy(102)),
      ),
    ).toEqual(['worse', 'better', 'better', 'alike']);
  });

  it('judges the rise of a share by its size in points, also from none at all', () => {
    const share = (every: number) =>
      samples(Array.from({ length: 40 }, (_, at) => (at % every === 0 ? 0.01 : 0)));
    const is = { effectIs: 'difference' } as const;
    const [risen, tiny] = compareFamily(
      [
        member(share(99), share(1), is),
        member(samples(Array<number>(40).fill(0)), samples(Array<number>(40).fill(0.0005)), is),
      ],
      RULE,
    );
    expect(risen).toMatchObject({ verdict: 'worse', after: 0.01 });
    expect(tiny).toMatchObject({ verdict: 'alike', before: 0 });
    expect(tiny?.effect).toBeCloseTo(0.0005, 9);
    expect(tiny?.p).toBeLessThan(0.01);
  });

  it('knows nothing of fewer than eight windows, nor of how much more than nothing something is', () => {
    const none = samples(Array<number>(40).fill(0));
    expect(verdicts(member(noisy(100, 7), noisy(200)), member(none, noisy(5)), member([], []))).toEqual([
      'unknown',
      'unknown',
      'unknown',
    ]);
    expect(compareFamily([member([], [])], RULE)[0]).toMatchObject({ before: undefined, effect: undefined });
  });

  it('is stricter the more measures decide, and not for those that are only shown', () => {
    const one = member(noisy(100), noisy(106));
    const p = (...others: readonly Member[]) => compareFamily([one, ...others], RULE)[0]?.p ?? 0;
    const same = member(noisy(100), noisy(100));
    expect(p(same, same, same)).toBeCloseTo(4 * p(), 12);
    expect(p({ ...same, decides: false })).toBe(p());
  });
});

describe('a load of several steps', () => {
  const staged = (factor: number) =>
    [...samples([10, 11, 12, 11, 10, 12], 'low'), ...samples([100, 110, 120, 110, 100, 120], 'high')].map(
      (one) => ({ ...one, value: one.value * factor }),
    );

  it('is compared step by step: what the stages do is no noise', () => {
    const [, after] = align(staged(1), staged(1.3), 'ratio');
    expect(Math.max(...after) / Math.min(...after)).toBeCloseTo(1.2, 9);
    expect(verdicts(member([...staged(1), ...staged(1)], [...staged(1.3), ...staged(1.3)]))).toEqual([
      'worse',
    ]);
  });

  it('leaves out a step that only one run has', () => {
    const [before, after] = align(staged(1), staged(1).slice(0, 6), 'difference');
    expect([before.length, after.length]).toEqual([6, 6]);
  });
});

/**
 * What the rule promises of a whole suite, by simulation: two runs of 60 windows of 10 s; 200 requests a window in all, four
 * groups of 30 to 60; latencies log-normal (σ 0.5), the slowness of neighbouring windows related (AR(1), ρ 0.5, σ 4 %) and common
 * to all groups; 0.2 % of the requests fail. 16 measures decide. `all` is drawn apart from its groups: with them it would be
 * more alike, and the family's alarms fewer. Each bound is exact, with a confidence of 95 %.
 */
describe('two runs of a suite of 16 measures', () => {
  const SHAPE = { windows: 60, requests: [200, 60, 60, 50, 30] };
  /** A machine that does much else takes its time. */
  const PATIENT = { timeout: 60_000 };
  const SAME: Change = { factor: 1, errors: 0.002 };

  it('differ in at most 2 % of the cases when they are the same', PATIENT, () => {
    const alarms = count(800, SAME, (verdict) => verdict !== 'alike');
    expect(atMost(alarms, 800, 0.02)).toBeLessThan(0.05);
  });

  it(
    'are called worse in at least 95 % of the cases when all latencies, and p95 with them, are 10 % higher',
    PATIENT,
    () => {
      const missed = 200 - count(200, { ...SAME, factor: 1.1 }, (verdict) => verdict === 'worse');
      expect(atMost(missed, 200, 0.05)).toBeLessThan(0.05);
    },
  );

  it(
    'are called worse in at least 85 % of the cases when p95 alone is 10 % higher, and p50 stays',
    PATIENT,
    () => {
      const missed =
        200 - count(200, { ...SAME, factor: 1.1, tailOnly: true }, (verdict) => verdict === 'worse');
      expect(atMost(missed, 200, 0.15)).toBeLessThan(0.05);
    },
  );

  function count(runs: number, change: Change, isMeant: (verdict: string) => boolean): number {
    const random = seeded(20_261_121);
    const pairs = Array.from({ length: runs }, () =>
      compareFamily(suiteMembers(random, SHAPE, SAME, change), RULE),
    );
    return pairs.filter((rows) => rows.some(({ verdict }) => isMeant(verdict))).length;
  }
});
