// See the configuration.
import { expect, test } from '@playwright/test';

test.only('adds', () => {
  expect(1 + 1).toBe(2);
});
