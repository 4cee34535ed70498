import { expect, test } from 'vitest';
import { splitFix } from '../../../kernel/judge.ts';
import { openOutcome } from './open-outcome.ts';

test.each([
  [['the load is short. Fix: raise it.'], 'the load is short. Fix: raise it.'],
  [['k6 was killed by SIGKILL.'], 'k6 was killed by SIGKILL.'],
  [
    ['p95 saw 3 samples. Fix: do more.', 'k6 was killed.', 'p99 saw 3 samples. Fix: do more.'],
    'p95 saw 3 samples. k6 was killed. p99 saw 3 samples. Fix: do more.',
  ],
  [['one. Fix: this.', 'two. Fix: that.'], 'one. two. Fix: this; that.'],
])('%j are told as one', (problems, said) => expect(openOutcome(problems)).toBe(said));

test('the report can tell what is wrong from what to do, however much is wrong', () =>
  expect(splitFix(openOutcome(['one. Fix: this.', 'two. Fix: that.']))).toEqual([
    'one. two.',
    'this; that.',
  ]));
