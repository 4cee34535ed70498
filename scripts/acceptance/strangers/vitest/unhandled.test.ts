// Shows: every test passed, and a rejection outside of them was heard by nobody.
import { expect, test } from 'vitest';

test('adds', async () => {
  void Promise.reject(new Error('late'));
  await new Promise((go) => setTimeout(go, 20));
  expect(1 + 1).toBe(2);
});
