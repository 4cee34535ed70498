// Shows: a test that takes longer than its time fails.
import { expect, test } from '@playwright/test';

test('waits', async () => {
  test.setTimeout(300);
  expect(1).toBe(1);
  await new Promise(() => {});
});
