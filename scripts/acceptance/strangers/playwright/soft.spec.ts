// Shows: a soft assertion that fails, fails the test at its end.
import { expect, test } from '@playwright/test';

test('adds', () => {
  expect.soft(1 + 1).toBe(3);
  expect(1 + 1).toBe(2);
});
