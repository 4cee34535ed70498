// Shows: a test that takes longer than its time fails.
import { expect, test } from 'vitest';

test('waits', { timeout: 200 }, async () => {
  expect(1).toBe(1);
  await new Promise(() => {});
});
