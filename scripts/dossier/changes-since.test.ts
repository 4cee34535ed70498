import { describe, expect, it } from 'vitest';
import type { Dossier } from '../../reports/dossier/dossier.ts';
import { sampleDossier } from '../../reports/dossier/testing/sample-dossier.ts';
import { changesSince, isLooser } from './changes-since.ts';

type Kept = NonNullable<Dossier['kept']>;

const limit = (metric: string, most: number, op = '<=') => ({
  suite: 'load/peak',
  metric,
  op,
  limit: most,
  unit: 'ms',
});
const finding = (fingerprint: string) => ({
  suite: 'security/passive',
  fingerprint,
  title: `The ${fingerprint}`,
  severity: 7,
});
const KEPT: Kept = {
  checks: { 'e2e/login': ['signs in', 'signs out'] },
  findings: [finding('old')],
  limits: [limit('p95', 300), limit('p99', 900)],
  policy: { required: ['e2e/login', 'load/peak'], mustProve: ['FUN-01'], flakes: 0, rehearsal: true },
};

function changes(now: Partial<Dossier> = {}, then: Partial<Dossier> = {}) {
  const dossier = { ...sampleDossier(), kept: KEPT, ...then };
  return changesSince(
    { name: 'last', digest: 'd', dossier },
    { ...sampleDossier(), kept: KEPT, ...now },
    undefined,
  );
}

it('where nothing is other, nothing is weaker', () => {
  const { weaker, suites, checks, limits, policy, aspects, waivers } = changes();
  expect({ weaker, suites, checks, limits, policy, aspects, waivers }).toEqual({
    ...{ weaker: [], suites: [], checks: { gone: [], added: [] }, limits: [], policy: [] },
    ...{ aspects: { lost: [], gained: [], released: [] }, waivers: { added: [], gone: [] } },
  });
});

describe('what is weaker is said', () => {
  it.each<[string, Partial<Dossier>, RegExp]>([
    [
      'a check',
      { kept: { ...KEPT, checks: { 'e2e/login': ['signs in'] } } },
      /^1 check gone: e2e\/login › signs out$/,
    ],
    [
      'a limit',
      { kept: { ...KEPT, limits: [limit('p95', 300)] } },
      /^1 limit gone: load\/peak p99 <= 900 ms$/,
    ],
    [
      'a limit that was loosened',
      { kept: { ...KEPT, limits: [limit('p95', 400), limit('p99', 900)] } },
      /^1 limit loosened: load\/peak p95 <= 300 ms → <= 400 ms$/,
    ],
    ['a suite', { suites: [] }, /^\d+ suites? not run any more: /],
    [
      'a demanded aspect',
      { domains: sampleDossier().domains.map((one) => ({ ...one, requirements: [] })) },
      /not demanded any more/,
    ],
    [
      'what the policy asks for',
      { kept: { ...KEPT, policy: { ...KEPT.policy, required: ['e2e/login'] } } },
      /^the policy asks no more for required: load\/peak$/,
    ],
    [
      'how many may flake',
      { kept: { ...KEPT, policy: { ...KEPT.policy, flakes: 2 } } },
      /^the policy lets 2 checks flake, and let 0$/,
    ],
    [
      'more in quarantine',
      { kept: { ...KEPT, policy: { ...KEPT.policy, quarantine: { checks: 5, days: 60 } } } },
      /^the policy lets 5 checks for 60 days be in quarantine, and let 5 checks for 30 days$/,
    ],
    [
      'a waiver',
      {
        waivers: [
          ...sampleDossier().waivers,
          {
            of: 'x',
            suite: 'e2e/login',
            reason: 'r',
            owner: 'o',
            approver: 'a',
            ticket: 'T-1',
            created: '2026-11-01',
            expires: '2026-12-24',
          },
        ],
      },
      /^1 waiver more: x of e2e\/login until 2026-12-24$/,
    ],
  ])('%s', (_, now, said) => {
    expect(changes(now).weaker.filter((one) => said.test(one))).toHaveLength(1);
  });

  it('what the suites catch', () => {
    const detection = (caught: number) => ({
      ...{
        id: 'd',
        endedAt: '2026-11-29T10:00:00.000Z',
        digest: 'x',
        says: `${caught} caught`,
        verdict: 'pass' as const,
      },
      areas: [{ area: 'api', defects: 9, caught }],
    });
    expect(changes({ detection: detection(8) }, { detection: detection(9) }).weaker).toEqual([
      'the suites catch 8 planted defects, and caught 9',
    ]);
    const { detection: _, ...none } = sampleDossier();
    expect(
      changesSince(
        { name: 'last', digest: 'd', dossier: { ...none, detection: detection(9), kept: KEPT } },
        { ...none, kept: KEPT },
        undefined,
      ).weaker,
    ).toEqual(['what the suites catch is not measured of this commit']);
    expect(changes({ detection: detection(9) }, { detection: detection(9) }).weaker).toEqual([]);
  });
});

it('a limit that was tightened, a new check and a finding are told, and not weaker', () => {
  const kept = {
    checks: { 'e2e/login': ['signs in', 'signs out', 'new'] },
    findings: [finding('new')],
    limits: [limit('p95', 200), limit('p99', 900), limit('p50', 9)],
    policy: { ...KEPT.policy, mustProve: ['FUN-02'], kinds: ['load'] },
  };
  const since = changes({ kept });
  expect(since.weaker).toEqual([]);
  expect(since.checks).toEqual({ gone: [], added: [{ suite: 'e2e/login', check: 'new' }] });
  expect(since.findings).toMatchObject({ added: [{ fingerprint: 'new' }], fixed: [{ fingerprint: 'old' }] });
  expect(since.limits).toEqual([
    { before: limit('p95', 300), after: limit('p95', 200) },
    { after: limit('p50', 9) },
  ]);
  expect(since.policy).toEqual([
    { field: 'kinds', gone: [], added: ['load'] },
    { field: 'mustProve', gone: ['FUN-01'], added: ['FUN-02'] },
  ]);
});

it('of what the last Go did not keep nothing is said', () => {
  const { kept: _, ...old } = { ...sampleDossier(), kept: KEPT };
  const since = changesSince(
    { name: 'last', digest: 'd', dossier: old },
    { ...sampleDossier(), kept: KEPT },
    undefined,
  );
  expect(since).not.toHaveProperty('checks');
  expect(since).not.toHaveProperty('policy');
});

it.each([
  ['<=', 300, '<=', 301, true],
  ['<', 300, '<=', 300, false],
  ['>=', 9, '>=', 8, true],
  ['>', 9, '>', 10, false],
  ['==', 0, '==', 1, true],
  ['<=', 9, '>=', 9, true],
])('%s %d became %s %d: looser %j', (was, most, is, now, looser) => {
  expect(isLooser(limit('m', most, was), limit('m', now, is))).toBe(looser);
});
