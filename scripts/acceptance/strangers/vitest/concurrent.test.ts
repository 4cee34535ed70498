// Shows: tests side by side.
import { expect, test } from 'vitest';

test.concurrent('adds', async ({ expect: own }) => {
  own(1 + 1).toBe(2);
});
test.concurrent('subtracts', async ({ expect: own }) => {
  own(2 - 1).toBe(1);
});
test('and one alone', () => {
  expect(2).toBe(2);
});
