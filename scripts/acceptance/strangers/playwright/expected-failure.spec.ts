// Shows: a failure that the test declares passes.
import { expect, test } from '@playwright/test';

test('a known bug', () => {
  test.fail();
  expect(1 + 1).toBe(3);
});
