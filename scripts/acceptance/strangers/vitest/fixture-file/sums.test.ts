// Shows: a test file that takes its test from a fixture file.
import { expect, test } from './fixtures/base';

test('adds', ({ sum }) => {
  expect(sum).toBe(2);
});
