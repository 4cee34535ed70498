// See the configuration.
import { expect, test } from 'vitest';

test('adds', () => {
  expect(1 + 1).toBe(3);
});
test('subtracts', () => {
  expect(2 - 1).toBe(1);
});
