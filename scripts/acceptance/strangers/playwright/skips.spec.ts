// Shows: skipped tests beside a passing one.
import { expect, test } from '@playwright/test';

test('adds', () => {
  expect(1 + 1).toBe(2);
});
test.skip('subtracts', () => {
  expect(2 - 1).toBe(3);
});
test.fixme('divides', () => {
  expect(4 / 2).toBe(3);
});
