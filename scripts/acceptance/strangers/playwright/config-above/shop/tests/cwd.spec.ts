// See the configuration.
import { basename } from 'node:path';
import { expect, test } from '@playwright/test';

test('runs beside the configuration', () => {
  expect(basename(process.cwd())).toBe('config-above');
});
