// Shows: a test that ends its process.
import { expect, test } from '@playwright/test';

test('ends', () => {
  expect(1).toBe(1);
  process.exit(3);
});
