// Shows: a stray .only hides a failing test; the tool says so by no word.
import { expect, test } from '@playwright/test';

test.only('adds', () => {
  expect(1 + 1).toBe(2);
});
test('subtracts', () => {
  expect(2 - 1).toBe(3);
});
