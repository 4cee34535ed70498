import { describe, expect, it } from 'vitest';
import { judgeWaivers } from './gate-waivers.ts';
import { sampleCheck, sampleEvidence, sampleSuite, sampleWaiver } from './testing/samples.ts';
import { waiverSchema, type Waiver } from './waiver.ts';

const NOW = new Date('2026-06-01T00:00:00Z');

describe('a waiver', () => {
  it('that says everything is taken', () => {
    expect(waiverSchema.parse(sampleWaiver())).toEqual(sampleWaiver());
  });

  it.each(Object.keys(sampleWaiver()))('without %s is refused, and a blank one as well', (field) => {
    expect(waiverSchema.safeParse({ ...sampleWaiver(), [field]: undefined }).success).toBe(false);
    expect(waiverSchema.safeParse({ ...sampleWaiver(), [field]: ' \t' }).success).toBe(false);
  });

  it.each<[string, Partial<Waiver>]>([
    ['with a wildcard', { of: 'e2e/*' }],
    ['that never expires', { expires: 'never' }],
    ['of 91 days', { created: '2026-05-01', expires: '2026-07-31' }],
    ['that ends before it begins', { created: '2026-05-01', expires: '2026-04-30' }],
    ['of no day', { created: '2026-05-01', expires: '2026-05-01' }],
    ['that its owner has allowed', { owner: 'Web team', approver: ' web TEAM' }],
  ])('%s is refused', (_, changes) => {
    expect(waiverSchema.safeParse(sampleWaiver(changes)).success).toBe(false);
  });

  it('is refused with what was got and what is meant', () => {
    const { owner: _, ...rest } = sampleWaiver({ expires: '31.12.2026' });
    expect(
      waiverSchema.safeParse(rest).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    ).toEqual(['owner: is missing', 'expires: got "31.12.2026"; a day such as 2026-10-31, or an ISO time']);
  });

  it('may last 90 days', () => {
    expect(
      waiverSchema.safeParse(sampleWaiver({ created: '2026-05-02', expires: '2026-07-31' })).success,
    ).toBe(true);
  });
});

describe('judgeWaivers', () => {
  const evidence = (overrides: Parameters<typeof sampleEvidence>[0] = {}) =>
    sampleEvidence({ startedAt: '2026-06-01T00:00:00Z', ...overrides });
  const said = (waiver: Waiver, seen = [evidence()], now = NOW) => judgeWaivers([waiver], seen, now);
  const finding = { rule: 'csp', fingerprint: 'f1', severity: 9, title: 't', where: 'w', fix: 'f' };

  it('has nothing against one that matches, whether what it covers fails or not', () => {
    expect(said(sampleWaiver())).toEqual([]);
    const failed = evidence({ checks: [sampleCheck({ outcome: 'failed' })] });
    expect(said(sampleWaiver(), [failed])).toEqual([]);
  });

  it.each<[string, Waiver, Parameters<typeof evidence>[0], string]>([
    ['has expired', sampleWaiver({ expires: '2026-06-01' }), {}, 'expired on 2026-06-01'],
    ['is not valid yet', sampleWaiver({ created: '2026-06-02' }), {}, 'is not valid before 2026-06-02'],
    ['matches nothing', sampleWaiver({ of: 'login › work' }), {}, 'matches nothing that e2e/login tells'],
    [
      'is too long for what is critical',
      sampleWaiver({ of: 'f1' }),
      { findings: [finding] },
      'term is too long',
    ],
  ])('fails a run for one that %s', (_, waiver, seen, what) => {
    expect(said(waiver, [evidence(seen)])).toMatchObject([
      { verdict: 'fail', suite: 'e2e/login', what: expect.stringContaining(what) as string },
    ]);
  });

  it('names what is nearest to one that matches nothing', () => {
    const checks = [sampleCheck({ id: 'logout › ends it' }), sampleCheck()];
    const [reason] = said(sampleWaiver({ of: 'login > works' }), [evidence({ checks })]);
    expect(reason?.observed).toBe('the nearest is login › works');
  });

  it.each<[string, Parameters<typeof evidence>[0] | undefined]>([
    ['was not part of the run', { suite: sampleSuite({ name: 'e2e/other' }) }],
    ['broke', { ending: 'timed-out' }],
    ['ran before the waiver was made', { startedAt: '2026-05-24T23:00:00Z' }],
  ])('says nothing of one whose suite %s', (_, seen) => {
    expect(said(sampleWaiver({ of: 'gone' }), [evidence(seen)])).toEqual([]);
  });
});
