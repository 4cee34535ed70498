import { expect, test } from 'vitest';
import { outcomesIn } from './pact-verification.ts';

const told = (result: boolean, interactionResults: readonly object[]) =>
  JSON.stringify({ errors: [], interactionResults, notices: [], output: [], pendingErrors: [], result });
const kept = { description: 'a user', result: 'OK' };
const broken = {
  description: 'a user',
  result: 'FAILED',
  mismatch: { type: 'mismatches', mismatches: [{ path: '$.name', mismatch: 'expected a string' }] },
};

test.each([
  ['first', [broken, kept]],
  ['last', [kept, broken]],
])(
  'of two interactions of one description the one that is not kept counts, also where it comes %s',
  (_, results) =>
    expect(outcomesIn(told(false, results)).get('a user')).toEqual(['$.name expected a string']),
);

test('what is kept has no differences, and what is not there was not verified', () => {
  const outcomes = outcomesIn(told(true, [kept, { ...kept, description: 'a list' }]));
  expect([...outcomes]).toEqual([
    ['a user', []],
    ['a list', []],
  ]);
  expect(outcomes.get('a login')).toBeUndefined();
});

test('a verifier that failed with no interaction that did is no pass', () =>
  expect(() => outcomesIn(told(false, [kept]))).toThrow('the verifier failed, and no interaction says why'));
