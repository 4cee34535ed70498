import { describe, expect, it } from 'vitest';
import { renderDocument } from '../drawing/document.ts';
import { dossierSchema, type Dossier } from './dossier.ts';
import { dossierPage } from './dossier-page.ts';
import { judgeDecided, type SignedDecision } from './judge-decided.ts';
import { standsInTheWay, sumOfDomain } from './stands-in-the-way.ts';
import { SAMPLE_NOW, sampleDossier } from './testing/sample-dossier.ts';

const page = (overrides: Partial<Dossier> = {}, said: readonly SignedDecision[] = []) => {
  const dossier = sampleDossier(overrides);
  const decided = judgeDecided({ dossier, said, now: SAMPLE_NOW });
  return renderDocument(dossierPage({ dossier, decided, digest: 'abc123', name: 'the-name' }));
};
const unproven = (reference: string) => ({
  verdict: 'unknown' as const,
  what: `requirement ${reference} is unproven, and the policy demands it`,
  proves: [reference],
});
const missing = (suite: string) => ({
  verdict: 'unknown' as const,
  suite,
  what: `${suite} is required by the policy, and was not part of the run`,
  proves: [],
});

it('the sample is what the schema allows', () => {
  expect(dossierSchema.parse(sampleDossier())).toEqual(sampleDossier());
});

describe('the page', () => {
  it('says first whether it may ship, then why, and with which command all of it is checked', async () => {
    const html = await page();
    const places = ['Not yet a Go', '0 of 2 approvals', 'What stands in the way', 'Checklist', 'abc123'].map(
      (one) => html.indexOf(one),
    );
    expect(places.every((at) => at > 0)).toBe(true);
    expect(html).toContain('./harness dossier verify the-name');
  });

  it('of a rehearsal says that nobody may release on it', async () => {
    const html = await page({ rehearsal: true });
    expect(html).toContain('Rehearsal: the gate would pass');
    expect(html).toContain('nobody may release on it');
    expect(html).not.toContain('dossier approve');
  });

  it('names who made the commit, the risks, the way back and what it was not measured against', async () => {
    const html = await page({
      risks: [
        {
          id: 'R-1',
          title: 'Too many users',
          likelihood: 'low',
          impact: 'high',
          state: 'open',
          mitigation: 'wait',
          owner: 'o',
          review: '2026-12-31',
        },
      ],
    });
    for (const said of [
      'author@example.com',
      'Too many users',
      'Deploy the version before.',
      'Not measured for this commit',
    ])
      expect(html).toContain(said);
    expect(await page({ risks: undefined, rollback: undefined })).toContain(
      'Nobody wrote down what may go wrong.',
    );
  });

  it('escapes what comes from outside', async () => {
    const html = await page({
      reasons: [{ verdict: 'fail', what: '<script>alert(1)</script>', proves: [] }],
      authors: ['<b>@x'],
    });
    expect(html).not.toContain('<script>alert(1)');
    expect(html).not.toContain('<b>@x');
  });

  it('of the same dossier is the same to the byte', async () => {
    expect(await page()).toBe(await page());
  });
});

it('what nothing shows, and required suites that are missing, are a row each', () => {
  const dossier = sampleDossier();
  const reasons = [
    missing('load/a'),
    missing('load/b'),
    unproven('FUN-01/user'),
    unproven('FUN-01/admin'),
    { verdict: 'fail' as const, what: 'broken', run: 'r', proves: [] },
  ];
  expect(standsInTheWay(dossier, reasons).map(({ what }) => what)).toEqual([
    'broken',
    '2 required suites were not part of these runs',
    '2 of 1 demanded aspect are not shown',
  ]);
});

it('a domain is what the worst of what is demanded of it is, and unknown where nothing is', () => {
  const [testing, docs] = sampleDossier().domains;
  expect(testing && sumOfDomain(testing)).toMatchObject({ state: 'pass', demanded: 1, shown: 1, gaps: 0 });
  expect(docs && sumOfDomain(docs)).toMatchObject({ state: 'unknown', demanded: 0, shown: 0, gaps: 1 });
});
