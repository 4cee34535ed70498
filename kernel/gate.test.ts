import { describe, expect, it } from 'vitest';
import { gate, type GateInput } from './gate.ts';
import { sampleCheck, sampleEvidence, sampleSuite } from './testing/samples.ts';

const policy = { required: [], mustProve: [], flakes: 0 };

function decide(overrides: Partial<GateInput> = {}) {
  return gate({
    planned: [{ suite: sampleSuite() }],
    evidences: [sampleEvidence()],
    policy,
    waivers: [],
    now: new Date('2026-06-01T00:00:00Z'),
    ...overrides,
  });
}

describe('gate', () => {
  it('passes when everything planned passed and the policy asks no more', () => {
    expect(decide().verdict).toBe('pass');
  });

  it('demands nothing of baselines that the policy does not ask for, and is content with one that holds', () => {
    const compared = [{ suite: 'load/stress', verdict: 'fail' }] as const;
    expect(decide({ compared }).verdict).toBe('pass');
    const held = { policy: { ...policy, notWorse: ['load/stress'] } };
    expect(decide({ ...held, compared: [{ suite: 'load/stress', verdict: 'pass' }] }).verdict).toBe('pass');
  });

  const flaky = [sampleCheck({ outcome: 'failed' }), sampleCheck({ attempt: 2 })];
  const expired = { of: 'x', reason: 'r', owner: 'o', approver: 'a', expires: '2026-01-01' };
  it.each<[string, Partial<GateInput>, string, string]>([
    ['nothing planned', { planned: [], evidences: [] }, 'unknown', 'nothing was planned'],
    ['a planned suite without evidence', { evidences: [] }, 'unknown', 'never ran'],
    [
      'a required suite that was not planned',
      { policy: { ...policy, required: ['load/smoke'] } },
      'unknown',
      'requires',
    ],
    ['an unproven requirement', { policy: { ...policy, mustProve: ['FUN-01'] } }, 'unknown', 'FUN-01'],
    ['a trouble of the run itself', { troubles: ['the target did not start'] }, 'unknown', 'did not start'],
    [
      'a load suite whose baseline nobody saved',
      { policy: { ...policy, notWorse: ['load/stress'] } },
      'unknown',
      'not worse than its baseline',
    ],
    [
      'a load suite that is worse than its baseline',
      {
        policy: { ...policy, notWorse: ['load/stress'] },
        compared: [{ suite: 'load/stress', verdict: 'fail', reason: 'worse: p95 of all +12 %' }],
      },
      'fail',
      'not worse than its baseline',
    ],
    [
      'more flakes than allowed',
      { evidences: [sampleEvidence({ checks: flaky })] },
      'fail',
      'e2e/login: login › works passed only at a further attempt, more than the policy allows',
    ],
    ['an expired waiver', { waivers: [expired] }, 'fail', 'expired'],
  ])('%s', (_, overrides, verdict, what) => {
    const decision = decide(overrides);
    expect(decision.verdict).toBe(verdict);
    expect(decision.reasons[0]?.what).toContain(what);
  });

  it('lets a waiver waive a check of one suite only, and says to name it where several have that check', () => {
    const names = ['chaos/a', 'chaos/b'] as const;
    const suites = names.map((name) => sampleSuite({ name }));
    const failed = suites.map((suite) =>
      sampleEvidence({ suite, checks: [sampleCheck({ outcome: 'failed' })] }),
    );
    const waiver = { ...expired, of: 'login › works', expires: '2026-12-31' };
    const verdicts = (waivers: GateInput['waivers']) => {
      const decision = decide({ planned: suites.map((suite) => ({ suite })), evidences: failed, waivers });
      return { decision, verdicts: names.map((name) => decision.suites.get(name)?.verdict) };
    };
    const unclear = verdicts([waiver]);
    expect(unclear.verdicts).toEqual(['fail', 'fail']);
    expect(unclear.decision.reasons).toContainEqual(
      expect.objectContaining({
        verdict: 'fail',
        observed: 'chaos/a, chaos/b',
        fix: expect.stringContaining("suite: 'chaos/a'") as string,
      }),
    );
    const asked = unclear.decision.reasons.flatMap(({ waivableIn }) => waivableIn ?? []);
    expect(asked.toSorted()).toEqual(['chaos/a', 'chaos/b']);
    expect(verdicts([{ ...waiver, suite: 'chaos/b' }]).verdicts).toEqual(['fail', 'waived']);
    expect(verdicts(names.map((suite) => ({ ...waiver, suite }))).decision.verdict).toBe('waived');
  });

  it('takes a passed check that carries the id as proof', () => {
    const evidences = [sampleEvidence({ checks: [sampleCheck({ proves: ['FUN-01'] })] })];
    expect(decide({ evidences, policy: { ...policy, mustProve: ['FUN-01'] } }).verdict).toBe('pass');
  });

  it('does not take a passed check of a suite that broke as proof', () => {
    const evidences = [
      sampleEvidence({ checks: [sampleCheck({ proves: ['FUN-01'] })], ending: 'timed-out' }),
    ];
    const { reasons } = decide({ evidences, policy: { ...policy, mustProve: ['FUN-01'] } });
    expect(reasons.map((reason) => reason.what)).toContain(
      'requirement FUN-01 is unproven, and the policy demands it',
    );
  });

  it('allows as many flakes as the policy says', () => {
    const evidences = [sampleEvidence({ checks: flaky })];
    expect(decide({ evidences, policy: { ...policy, flakes: 1 } }).verdict).toBe('pass');
  });
});
