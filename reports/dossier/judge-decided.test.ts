import { describe, expect, it } from 'vitest';
import { sampleWaiver } from '../../kernel/testing/samples.ts';
import type { Dossier } from './dossier.ts';
import { headlineOfDossier } from './decided.ts';
import { judgeDecided, type SignedDecision } from './judge-decided.ts';
import { SAMPLE_NOW, sampleDossier } from './testing/sample-dossier.ts';

function said(by: string, more: Partial<SignedDecision> = {}): SignedDecision {
  const names = [by, `SHA256:${by}`];
  const at = '2026-11-30T11:30:00.000Z';
  return {
    by,
    names,
    decision: 'approve',
    at,
    expires: '2026-12-05T00:00:00.000Z',
    key: `SHA256:${by}`,
    ...more,
  };
}
const [ALICE, BOB] = [said('alice@example.com'), said('bob@example.com')];
const decide = (signed: readonly SignedDecision[], dossier: Partial<Dossier> = {}, now = SAMPLE_NOW) =>
  judgeDecided({ dossier: sampleDossier(dossier), said: signed, now });

it('a gate that passes and two people who approve are a Go, until the first of what it stands on ends', () => {
  const decided = decide([ALICE, BOB]);
  expect(decided).toMatchObject({
    verdict: 'pass',
    reasons: [],
    approvals: 2,
    until: '2026-12-05T00:00:00.000Z',
  });
  expect(headlineOfDossier(sampleDossier(), decided)).toBe('Go');
});

describe('is no Go', () => {
  it.each<[string, readonly SignedDecision[], Partial<Dossier>, 'unknown' | 'fail', RegExp]>([
    ['with no approval', [], {}, 'unknown', /^0 of 2 approvals$/],
    ['one approval short', [ALICE], {}, 'unknown', /^1 of 2 approvals$/],
    ['approved twice by one person', [ALICE, ALICE], {}, 'unknown', /^1 of 2 approvals$/],
    [
      'approved by one person under two names',
      [ALICE, said('al@example.com', { names: ['al@example.com', 'ALICE@example.com'] })],
      {},
      'unknown',
      /^1 of 2/,
    ],
    [
      'approved by one key under two names',
      [ALICE, said('al@example.com', { names: ['al@example.com', 'SHA256:alice@example.com'] })],
      {},
      'unknown',
      /^1 of 2/,
    ],
    [
      'approved by who made the commit',
      [ALICE, said('Author@example.com')],
      {},
      'unknown',
      /^1 of 2 approvals$/,
    ],
    [
      'of a commit that nobody knows who made',
      [ALICE, BOB],
      { authors: [] },
      'unknown',
      /^0 of 2 approvals$/,
    ],
    [
      'denied',
      [ALICE, BOB, said('carol@example.com', { decision: 'deny', reason: 'the soak is thin' })],
      {},
      'fail',
      /^carol@example.com denies it$/,
    ],
    [
      'denied by a clock that is ahead',
      [ALICE, BOB, said('carol@example.com', { decision: 'deny', at: '2026-11-30T13:00:00.000Z' })],
      {},
      'fail',
      /denies it$/,
    ],
    [
      'held by a clock that is behind',
      [ALICE, BOB, said('carol@example.com', { decision: 'hold', at: '2026-11-30T09:00:00.000Z' })],
      {},
      'unknown',
      /holds it$/,
    ],
    [
      'held',
      [said('carol@example.com', { decision: 'hold' }), ALICE, BOB],
      {},
      'unknown',
      /^carol@example.com holds it$/,
    ],
    [
      'denied by who made the commit',
      [ALICE, BOB, said('author@example.com', { decision: 'deny' })],
      {},
      'fail',
      /denies it$/,
    ],
    [
      'with an approval that has expired',
      [ALICE, said('bob@example.com', { expires: '2026-11-30T11:59:00.000Z' })],
      {},
      'unknown',
      /^1 of 2/,
    ],
    [
      'with an approval without end',
      [ALICE, said('bob@example.com', { expires: undefined })],
      {},
      'unknown',
      /^1 of 2/,
    ],
    [
      'with an approval that holds for too long',
      [ALICE, said('bob@example.com', { expires: '2026-12-30T00:00:00.000Z' })],
      {},
      'unknown',
      /^1 of 2/,
    ],
    [
      'with an approval of before it was made',
      [ALICE, said('bob@example.com', { at: '2026-11-30T10:00:00.000Z' })],
      {},
      'unknown',
      /^1 of 2/,
    ],
    [
      'with an approval of the future',
      [ALICE, said('bob@example.com', { at: '2026-11-30T13:00:00.000Z' })],
      {},
      'unknown',
      /^1 of 2/,
    ],
    [
      'with an approval whose signature does not hold',
      [ALICE, BOB, said('carol@example.com', { broken: 'its signature does not hold' })],
      {},
      'unknown',
      /carol@example.com is not counted: its signature/,
    ],
    [
      'where a waiver has expired',
      [ALICE, BOB],
      { waivers: [sampleWaiver({ created: '2026-09-01', expires: '2026-11-30' })] },
      'fail',
      /^the waiver of .* expired/,
    ],
    [
      'where the gate fails',
      [ALICE, BOB],
      { verdict: 'fail', reasons: [{ verdict: 'fail', what: 'broken', proves: [] }] },
      'fail',
      /^broken$/,
    ],
    [
      'where the gate does not know',
      [ALICE, BOB],
      { verdict: 'unknown', reasons: [{ verdict: 'unknown', what: 'untold', proves: [] }] },
      'unknown',
      /^untold$/,
    ],
    ['where it is a rehearsal', [], { rehearsal: true }, 'unknown', /^it is a rehearsal/],
    ['where a rehearsal was signed', [ALICE, BOB], { rehearsal: true }, 'unknown', /^a rehearsal was signed/],
  ])('%s', (_, signed, dossier, verdict, what) => {
    const decided = decide(signed, dossier);
    expect(decided.verdict).toBe(verdict);
    expect(decided.reasons[0]?.what).toMatch(what);
    expect(decided.until).toBeUndefined();
  });

  it('a week later', () => {
    const later = new Date('2026-12-07T12:00:00Z');
    const lasting = { expires: '2026-12-07T23:00:00.000Z', at: '2026-12-01T00:00:00.000Z' };
    const decided = decide([said('a@x', lasting), said('b@x', lasting)], {}, later);
    expect(decided).toMatchObject({ verdict: 'unknown', approvals: 2 });
    expect(decided.reasons[0]?.what).toContain('days old');
  });
});

it('what was said against it elsewhere stands, until the same person says something here since', () => {
  const elsewhere = [{ ...said('carol@example.com', { decision: 'deny' as const }), folder: 'other' }];
  const decided = (...signed: readonly SignedDecision[]) =>
    judgeDecided({ dossier: sampleDossier(), said: signed, elsewhere, now: SAMPLE_NOW });
  expect(decided(ALICE, BOB).reasons).toMatchObject([
    { verdict: 'fail', what: 'carol@example.com denies it, in other: the same version and commit' },
  ]);
  const later = { at: '2026-11-30T11:40:00.000Z' };
  expect(decided(ALICE, BOB, said('carol@example.com', later)).verdict).toBe('pass');
  expect(decided(ALICE, BOB, said('carol@example.com')).verdict).toBe('fail');
  expect(decided(ALICE, BOB, said('carol@example.com', { ...later, broken: 'forged' })).verdict).toBe('fail');
});

it('what one says later takes the place of what the same person said', () => {
  const held = said('carol@example.com', { decision: 'hold' });
  expect(decide([held, ALICE, said('carol@example.com')]).verdict).toBe('pass');
  expect(decide([ALICE, BOB, said('bob@example.com', { decision: 'hold' })]).verdict).toBe('unknown');
  // What was not signed takes nobody's place.
  expect(
    decide([held, ALICE, BOB, said('carol@example.com', { broken: 'forged' })]).reasons.map(
      ({ what }) => what,
    ),
  ).toContain('carol@example.com holds it');
});
