// Shows: without a configuration the tool runs in the package's folder.
import { basename } from 'node:path';
import { expect, test } from 'vitest';

test('runs in the package', () => {
  expect(basename(process.cwd())).toBe('in-a-package');
});
