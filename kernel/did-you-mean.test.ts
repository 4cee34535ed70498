import { expect, test } from 'vitest';
import { nearTo } from './did-you-mean.ts';

test.each([
  ['apple-oldest-frist', 'apples-oldest-first'],
  ['painted', 'sign-not-painted'],
  ['APPLES-oldest-first', 'apples-oldest-first'],
])('whoever types %s may have meant %s', (word, meant) => {
  const known = ['upload-accepts-anything', 'sign-not-painted', 'apples-oldest-first'];
  expect(nearTo(word, known)[0]).toBe(meant);
});

test('at most five are named, and a word without a pair of letters breaks nothing', () => {
  const known = Array.from({ length: 9 }, (_, index) => `some-defect-${index}`);
  expect(nearTo('some', known)).toHaveLength(5);
  expect(nearTo('', known)).toHaveLength(5);
});
