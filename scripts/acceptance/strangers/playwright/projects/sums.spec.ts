// See the configuration.
import { expect, test } from '@playwright/test';

test('adds', () => {
  expect(1 + 1).toBe(2);
});
test('knows its project', ({}, testInfo) => {
  expect(testInfo.project.name).toBe('one');
});
