// Shows: every test passed, then a hook throws.
import { afterAll, expect, test } from 'vitest';

afterAll(() => {
  throw new Error('the tenant stays');
});
test('adds', () => {
  expect(1 + 1).toBe(2);
});
