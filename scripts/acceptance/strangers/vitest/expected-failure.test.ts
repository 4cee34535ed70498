// Shows: a failure that the test declares passes.
import { expect, test } from 'vitest';

test.fails('a known bug', () => {
  expect(1 + 1).toBe(3);
});
