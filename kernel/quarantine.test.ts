import { describe, expect, it } from 'vitest';
import { gate, type GateInput } from './gate.ts';
import type { Aspect } from './requirement.ts';
import { sampleCheck, sampleEvidence, sampleSuite, sampleWaiver } from './testing/samples.ts';
import { waiverSchema } from './waiver.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
const policy = { required: [], mustProve: [], flakes: 0 };
const quarantine = sampleWaiver({ flaky: true, expires: '2026-06-10' });
const failed = sampleCheck({ outcome: 'failed' });
const again = sampleCheck({ outcome: 'failed', attempt: 2 });
const passedLater = sampleCheck({ attempt: 2 });
const other = sampleCheck({ id: 'login › another' });

function decide(
  checks: NonNullable<GateInput['evidences'][number]['checks']>,
  more: Partial<GateInput> = {},
) {
  return gate({
    ...{
      planned: [{ suite: sampleSuite() }],
      evidences: [sampleEvidence({ checks, startedAt: '2026-06-01T00:00:00Z' })],
    },
    ...{ policy, waivers: [quarantine], now: NOW },
    ...more,
  });
}

describe('a check in quarantine', () => {
  it.each([
    ['passed only at a further attempt', [failed, passedLater, other], 'passed only at attempt 2'],
    ['failed where it was tried once', [failed, other], 'failed at its only attempt'],
    ['passed, then failed', [sampleCheck(), again, other], 'failed at 1 of its 2 attempts'],
  ])('fails no run, and is named, where it %s', (_, checks, what) => {
    const { verdict, reasons } = decide(checks);
    expect(verdict).toBe('waived');
    expect(reasons).toMatchObject([{ verdict: 'waived', check: failed.id, suite: 'e2e/login' }]);
    expect(reasons[0]?.what).toContain(what);
    expect(reasons[0]?.what).toContain('in quarantine until 2026-06-10');
  });

  it('that failed at every attempt fails the run, for nothing came and went', () => {
    const { verdict, reasons } = decide([failed, again, other]);
    expect(verdict).toBe('fail');
    expect(reasons).toMatchObject([{ verdict: 'fail', check: failed.id, waivable: [failed.id] }]);
    expect(reasons[0]?.what).toContain('failed at each of its 2 attempts');
    expect(reasons[0]?.fix).toContain('quarantine');
  });

  it('that passed is no reason of anything', () => {
    expect(decide([sampleCheck(), other]).verdict).toBe('pass');
  });

  it('asserts nothing for its suite, where there is no other', () => {
    const { verdict, reasons } = decide([sampleCheck()]);
    expect(verdict).toBe('unknown');
    expect(reasons[0]).toMatchObject({ what: 'nothing was asserted' });
    expect(reasons[0]?.observed).toContain('in quarantine');
  });

  const aspect: Aspect = { reference: 'FUN-01/a', says: 'x', by: 'suite' };
  const proves = ['FUN-01/a'];
  it.each([
    ['passed', [sampleCheck({ proves })]],
    ['passed at last', [sampleCheck({ proves, outcome: 'failed' }), sampleCheck({ proves, attempt: 2 })]],
    ['failed once', [sampleCheck({ proves, outcome: 'failed' })]],
  ] as const)('proves nothing where it %s', (_, checks) => {
    const demands = { policy: { ...policy, mustProve: ['FUN-01'] }, demanded: [aspect] };
    const { verdict, reasons } = decide([...checks, other], demands);
    expect(verdict).toBe('unknown');
    expect(reasons[0]).toMatchObject({ proves, observed: 'carried by e2e/login (is in quarantine)' });
    expect(decide([...checks, { ...other, proves }], demands).verdict).not.toBe('unknown');
  });

  it('flakes beside those that the policy lets flake, and not among them', () => {
    const flaky = [sampleCheck({ id: 'b', outcome: 'failed' }), sampleCheck({ id: 'b', attempt: 2 })];
    const { verdict, reasons } = decide([failed, passedLater, ...flaky]);
    expect(verdict).toBe('fail');
    expect(reasons[0]).toMatchObject({ observed: '1: e2e/login: b' });
    expect(reasons[0]?.fix).toContain('--flaky');
  });

  it('waives no finding', () => {
    const finding = {
      fingerprint: 'login › works',
      title: 't',
      severity: 8,
      rule: 'r',
      where: 'w',
      fix: 'f',
    };
    const suite = sampleSuite({
      thresholds: [{ metric: 'findings.high', op: '==', limit: 0, unit: 'findings', minSamples: 1 }],
    });
    const examined = { name: 'findings.examined', value: 9, unit: '', samples: 1 };
    const evidence = sampleEvidence({ suite, findings: [finding], metrics: [examined] });
    expect(decide([], { planned: [{ suite }], evidences: [evidence] }).verdict).toBe('fail');
  });
});

describe('a quarantine', () => {
  const first = (more: Partial<GateInput>) => decide([failed, passedLater, other], more).reasons[0];

  it.each([
    ['has expired', [{ ...quarantine, expires: '2026-05-30' }], 'the quarantine of login › works expired'],
    ['is of the future', [{ ...quarantine, created: '2026-06-02' }], 'is not valid before'],
    ['is of no check', [quarantine, { ...quarantine, of: 'login › old' }], 'matches nothing that e2e/login'],
    ['is longer than the policy allows', [{ ...quarantine, expires: '2026-07-31' }], 'its term is too long'],
  ])('fails the run by name where it %s', (_, waivers, what) => {
    const reasons = decide([failed, passedLater, other], { waivers }).reasons;
    const own = reasons.find((one) => one.what.startsWith('the quarantine of'));
    expect(own).toMatchObject({ verdict: 'fail', suite: 'e2e/login' });
    expect(own?.what).toContain(what);
    expect(own?.fix).toMatch(/^me: /);
  });

  it('that is too long, or has expired, lets nothing through', () => {
    for (const expires of ['2026-07-31', '2026-05-30'])
      expect(decide([failed, other], { waivers: [{ ...quarantine, expires }] }).reasons).toContainEqual(
        expect.objectContaining({ verdict: 'fail', check: failed.id }),
      );
  });

  it('is one of only so many, of whatever suites', () => {
    const waivers = [quarantine, { ...quarantine, suite: 'e2e/other' }];
    const two = { waivers, policy: { ...policy, quarantine: { checks: 2, days: 30 } } };
    expect(decide([failed, passedLater, other], two).verdict).toBe('waived');
    const reason = first({ ...two, policy: { ...policy, quarantine: { checks: 1, days: 30 } } });
    expect(reason).toMatchObject({ verdict: 'fail', expected: 'at most 1' });
    expect(reason?.what).toContain('more checks are in quarantine than the policy allows');
    expect(reason?.observed).toBe('2: e2e/login: login › works; e2e/other: login › works');
  });

  it('has an owner, and somebody else who allowed it', () => {
    expect(waiverSchema.safeParse({ ...quarantine, owner: ' ' }).success).toBe(false);
    expect(waiverSchema.safeParse({ ...quarantine, approver: 'me' }).success).toBe(false);
    expect(waiverSchema.safeParse(quarantine).success).toBe(true);
  });
});
