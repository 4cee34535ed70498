// Shows: a test that declares more assertions than it makes.
import { expect, test } from 'vitest';

test('adds', () => {
  expect.assertions(2);
  expect(1 + 1).toBe(2);
});
