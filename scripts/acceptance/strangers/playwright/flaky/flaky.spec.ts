// See the configuration.
import { expect, test } from '@playwright/test';

test('second time lucky', ({}, testInfo) => {
  expect(testInfo.retry).toBe(1);
});
