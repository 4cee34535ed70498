import { describe, expect, it } from 'vitest';
import { gate, type GateInput } from './gate.ts';
import type { Aspect } from './requirement.ts';
import { sampleCheck, sampleEvidence, sampleSuite, sampleWaiver } from './testing/samples.ts';

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
  it.each<[string, Partial<GateInput>, string, string]>([
    ['nothing planned', { planned: [], evidences: [] }, 'unknown', 'nothing was planned'],
    ['a planned suite without evidence', { evidences: [] }, 'unknown', 'never ran'],
    [
      'a required suite that was not planned',
      { policy: { ...policy, required: ['load/smoke'] } },
      'unknown',
      'load/smoke is required by the policy, and was not part of the run',
    ],
    ['an unproven requirement', { policy: { ...policy, mustProve: ['FUN-01'] } }, 'unknown', 'FUN-01'],
    [
      'a problem of the run itself',
      { problems: [{ what: 'the target did not start' }] },
      'unknown',
      'did not start',
    ],
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
      'passed only at a further attempt, more than the policy allows: e2e/login: login › works',
    ],
    [
      'a required suite that nobody has written',
      {
        policy: { ...policy, required: ['security/sca'] },
        skipped: [{ name: 'security/sca', reason: 'no suite of that name exists' }],
      },
      'unknown',
      'security/sca is required by the policy, and was not part of the run: no suite of that name exists',
    ],
    ['no suite of a kind', { policy: { ...policy, kinds: ['chaos'] } }, 'unknown', 'of the kind chaos'],
  ])('%s', (_, overrides, verdict, what) => {
    const decision = decide(overrides);
    expect(decision.verdict).toBe(verdict);
    expect(decision.reasons[0]?.what).toContain(what);
  });

  const soak = {
    stage: 'soak' as const,
    run: 'r1',
    verdict: 'pass',
    daysAgo: 2,
    version: '1.0.0',
    digest: 'd',
  };
  it.each([
    ['was not run', [], 'there is none'],
    ['is of long ago', [{ ...soak, daysAgo: 7.5 }], 'r1 ended 7.5 days ago'],
    ['is of a far future', [{ ...soak, daysAgo: -400 }], 'r1 ended -400.0 days ago'],
    ['is of no time', [{ ...soak, daysAgo: NaN }], 'r1 ended NaN days ago'],
    ['failed', [{ ...soak, verdict: 'fail' }], 'the verdict of r1 is fail'],
    ['was unknown', [{ ...soak, verdict: 'unknown' }], 'the verdict of r1 is unknown'],
    [
      'was a rehearsal',
      [{ ...soak, verdict: 'pass in rehearsal' }],
      'the verdict of r1 is pass in rehearsal',
    ],
    ['told no version', [{ ...soak, version: undefined }], 'r1 tested version ?, this run 1.0.0'],
    ['tested another version', [{ ...soak, version: '0.9.0' }], 'r1 tested version 0.9.0, this run 1.0.0'],
    ['is of another stage', [{ ...soak, stage: 'main' as const }], 'there is none'],
    ['is fresh', [soak], undefined],
  ])('a stage that the policy wants fresh and that %s', (_, fresh, observed) => {
    const fresher = { ...policy, fresh: [{ stage: 'soak' as const, days: 7 }] };
    const { verdict, reasons } = decide({ policy: fresher, fresh });
    expect(verdict).toBe(observed === undefined ? 'pass' : 'unknown');
    expect(reasons[0]?.observed).toBe(observed);
  });

  it('counts no suite of a demanded kind that gave no answer', () => {
    const evidences = [sampleEvidence({ checks: [sampleCheck()], ending: 'interrupted' })];
    const { reasons } = decide({ policy: { ...policy, kinds: ['e2e'] }, evidences });
    expect(reasons.map(({ what }) => what)).toContainEqual(expect.stringContaining('of the kind e2e'));
  });

  it.each(['unknown', ''])('takes two runs of the version "%s" for two versions', (version) => {
    const fresher = { ...policy, fresh: [{ stage: 'soak' as const, days: 7 }] };
    const evidences = [sampleEvidence({ target: { name: 'remote', version } })];
    const { verdict, reasons } = decide({ policy: fresher, fresh: [{ ...soak, version }], evidences });
    expect(verdict).toBe('unknown');
    expect(reasons[0]?.fix).toContain('TARGET_VERSION');
  });

  it('does not ask for a required suite that has no place in the environment', () => {
    const required = { ...policy, required: ['chaos/x'] };
    const left = { name: 'chaos/x', reason: 'not applicable here: it needs links' };
    expect(decide({ policy: required, skipped: [left] }).verdict).toBe('unknown');
    expect(decide({ policy: required, skipped: [{ ...left, notApplicable: true }] }).verdict).toBe('pass');
  });

  it('fails over a waiver that has expired, also of a suite that was not part of the run', () => {
    const waivers = [sampleWaiver({ suite: 'load/x', created: '2026-03-01', expires: '2026-05-01' })];
    expect(decide({ waivers })).toMatchObject({ verdict: 'fail', reasons: [{ suite: 'load/x' }] });
  });

  it('tells a rehearsal apart, and takes no verdict from it', () => {
    expect(decide({ policy: { ...policy, rehearsal: true } })).toMatchObject({
      verdict: 'pass',
      rehearsal: true,
    });
    expect(decide().rehearsal).toBe(false);
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

  describe('of what the policy demands', () => {
    const ADMIN: Aspect = { reference: 'FUN-01/admin', says: 'for an admin', by: 'suite' };
    const WHOLE: Aspect = { ...ADMIN, kinds: ['load'], whole: true };
    const detail = { startMs: 0, scale: { time: 0.1, rate: 1 }, workers: 1, offered: [] };
    const demanding = (
      aspect: Aspect,
      evidence: Parameters<typeof sampleEvidence>[0],
      more: Partial<GateInput> = {},
    ) =>
      decide({
        planned: [{ suite: evidence?.suite ?? sampleSuite() }],
        evidences: [sampleEvidence(evidence)],
        policy: { ...policy, mustProve: ['FUN-01'] },
        demanded: [aspect],
        ...more,
      });
    const carrying = (outcome: 'passed' | 'failed', ...proves: string[]) => ({
      checks: [sampleCheck({ outcome, proves })],
    });
    const load = sampleSuite({ name: 'load/soak' });

    it('is content with a passed check of each aspect, and with none where it does not apply', () => {
      expect(demanding(ADMIN, carrying('passed', 'FUN-01/admin')).verdict).toBe('pass');
      expect(demanding(ADMIN, {}, { notApplicable: { 'FUN-01': 'no login here' } }).verdict).toBe('pass');
      expect(demanding(WHOLE, { suite: load, ...carrying('passed', 'FUN-01/admin') }).verdict).toBe('pass');
    });

    it.each<[string, ReturnType<typeof demanding>, string]>([
      [
        'one of two aspects',
        demanding(ADMIN, carrying('passed', 'FUN-01/user')),
        'nothing in this run carries it',
      ],
      ['a bare id', demanding(ADMIN, carrying('passed', 'FUN-01')), 'e2e/login (names FUN-01 as a whole)'],
      ['a wrong kind', demanding(WHOLE, carrying('passed', 'FUN-01/admin')), 'only load suites prove it'],
      [
        'a shrunk load',
        demanding(WHOLE, {
          suite: load,
          ...carrying('passed', 'FUN-01/admin'),
          events: [{ name: 'load-plan', at: '', detail }],
        }),
        'ran under a shrunk load',
      ],
      [
        'an unknown reference',
        demanding(ADMIN, carrying('passed', 'FUN-01/admn')),
        'nothing in this run carries it',
      ],
      [
        'an aspect that nobody knows any more',
        demanding({ ...ADMIN, reference: 'FUN-02' }, carrying('passed', 'FUN-02')),
        'nobody knows its aspects',
      ],
    ])('is not content with %s', (_, { verdict, reasons }, observed) => {
      expect(verdict).toBe('unknown');
      expect(reasons).toHaveLength(1);
      expect(reasons[0]?.observed).toContain(observed);
    });

    it.each([
      ['suite', 'check, or limit that held'],
      ['run', "the run's own evidence"],
      ['import', 'imported evidence'],
    ] as const)('says what would prove an aspect that a %s is to show', (by, expected) => {
      const { verdict, reasons } = demanding({ ...ADMIN, by }, {});
      expect(verdict).toBe('unknown');
      expect(reasons[0]?.expected).toContain(expected);
    });

    it('is at best waived where the failure is', () => {
      const waivers = [sampleWaiver()];
      const { verdict, reasons } = demanding(ADMIN, carrying('failed', 'FUN-01/admin'), { waivers });
      expect(verdict).toBe('waived');
      expect(reasons.map(({ what }) => what)).toContain(
        'requirement FUN-01/admin is demanded, and its failure is waived',
      );
    });

    it("fails where the run's own evidence says that it does not hold", () => {
      const ofRun = new Map([['FUN-01/admin', { holds: false, said: 'a secret was found' }]]);
      const { verdict, reasons } = demanding({ ...ADMIN, by: 'run' }, {}, { ofRun });
      expect(verdict).toBe('fail');
      expect(reasons[0]).toMatchObject({ observed: 'a secret was found' });
    });
  });

  it('allows as many flakes as the policy says', () => {
    const evidences = [sampleEvidence({ checks: flaky })];
    expect(decide({ evidences, policy: { ...policy, flakes: 1 } }).verdict).toBe('pass');
  });
});
