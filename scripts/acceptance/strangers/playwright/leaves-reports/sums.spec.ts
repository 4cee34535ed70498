// See the configuration.
import { expect, test } from '@playwright/test';

test('adds', ({}, testInfo) => {
  testInfo.outputPath('made.txt');
  expect(1 + 1).toBe(2);
});
