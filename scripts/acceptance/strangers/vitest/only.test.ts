// Shows: a stray .only hides a failing test.
import { expect, test } from 'vitest';

test.only('adds', () => {
  expect(1 + 1).toBe(2);
});
test('subtracts', () => {
  expect(2 - 1).toBe(3);
});
