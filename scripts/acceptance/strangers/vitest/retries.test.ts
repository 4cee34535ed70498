// Shows: with a retry, a test that fails first passes.
import { expect, test } from 'vitest';

let attempts = 0;
test('second time lucky', { retry: 1 }, () => {
  attempts++;
  expect(attempts).toBe(2);
});
