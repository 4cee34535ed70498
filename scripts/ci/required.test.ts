import { expect, it, test } from 'vitest';
import { notGreen, workflowNamed } from './required.ts';

const pr = workflowNamed('pr');
const needs = (results: Readonly<Record<string, string>>) =>
  JSON.stringify(
    Object.fromEntries(Object.entries(results).map(([name, result]) => [name, { result, outputs: {} }])),
  );

test.each([
  ['all green', { test: 'success', pr: 'success' }, []],
  ['one skipped', { test: 'success', pr: 'skipped' }, ['pr: skipped']],
  ['one cancelled', { test: 'cancelled', pr: 'success' }, ['test: cancelled']],
  ['one failed', { test: 'failure', pr: 'success' }, ['test: failure']],
  ['one that nobody waited for', { pr: 'success' }, ['test: nobody waited for it']],
  [
    'one of another workflow',
    { test: 'success', pr: 'success', x: 'success' },
    ['x: no job of this workflow'],
  ],
])('%s', (_, results, said) => {
  expect(notGreen(pr, needs(results as Readonly<Record<string, string>>))).toEqual(said);
});

it('without a workflow it holds whatever was waited for, and nothing is not green', () => {
  expect(notGreen(undefined, needs({ a: 'success' }))).toEqual([]);
  expect(notGreen(undefined, needs({ a: 'success', b: 'skipped' }))).toEqual(['b: skipped']);
  expect(notGreen(undefined, '{}')).toEqual(['nobody waited for any job']);
});

it('what cannot be read is refused', () => {
  expect(() => notGreen(pr, undefined)).toThrow('NEEDS: got nothing');
  expect(() => notGreen(pr, '{"test":"success"}')).toThrow('NEEDS: got no JSON');
  expect(() => workflowNamed('x')).toThrow('--of: got "x"; known: pr, main, nightly');
});
