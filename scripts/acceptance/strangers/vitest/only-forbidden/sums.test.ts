// See the configuration.
import { expect, test } from 'vitest';

test.only('adds', () => {
  expect(1 + 1).toBe(2);
});
