// Shows: a test that is declared to fail, and does not, fails.
import { expect, test } from '@playwright/test';

test('a bug that is gone', () => {
  test.fail();
  expect(1 + 1).toBe(2);
});
