// See the configuration.
import { basename } from 'node:path';
import { expect, test } from 'vitest';

test('runs in the package', () => {
  expect(basename(process.cwd())).toBe('shop');
});
