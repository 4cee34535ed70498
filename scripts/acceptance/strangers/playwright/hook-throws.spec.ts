// Shows: a hook that throws fails the first test; the others do not run.
import { expect, test } from '@playwright/test';

test.beforeAll(() => {
  throw new Error('no database');
});
test('adds', () => {
  expect(1 + 1).toBe(2);
});
test('subtracts', () => {
  expect(2 - 1).toBe(1);
});
