// Shows: a hook that throws after a passed test fails it.
import { expect, test } from '@playwright/test';

test.afterEach(() => {
  throw new Error('the cart was not emptied');
});
test('adds', () => {
  expect(1 + 1).toBe(2);
});
