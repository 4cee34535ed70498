// Shows: a test that is declared to fail, and does not, fails.
import { expect, test } from 'vitest';

test.fails('a bug that is gone', () => {
  expect(1 + 1).toBe(2);
});
