import { expect, test } from 'vitest';
import { openOutcome } from './open-outcome.ts';

test.each([
  [[{ what: 'the load is short.', fix: 'raise it.' }], { what: 'the load is short.', fix: 'raise it.' }],
  [['k6 was killed by SIGKILL.'], { what: 'k6 was killed by SIGKILL.' }],
  [
    [
      { what: 'p95 saw 3 samples.', fix: 'do more.' },
      'k6 was killed.',
      { what: 'p99 saw 3 samples.', fix: 'do more.' },
    ],
    { what: 'p95 saw 3 samples. k6 was killed. p99 saw 3 samples.', fix: 'do more.' },
  ],
  [
    [
      { what: 'one.', fix: 'this.' },
      { what: 'two.', fix: 'that.' },
    ],
    { what: 'one. two.', fix: 'this; that.' },
  ],
])('%j are told as one', (problems, said) => expect(openOutcome(problems)).toEqual(said));
