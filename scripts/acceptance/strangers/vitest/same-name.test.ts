// Shows: two tests of one name, of which one fails and the other passes at its second attempt.
import { expect, test } from 'vitest';

let attempts = 0;
test('adds', () => {
  expect(1 + 1).toBe(3);
});
test('adds', { retry: 2 }, () => {
  attempts++;
  expect(attempts).toBe(2);
});
