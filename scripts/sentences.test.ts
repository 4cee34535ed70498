import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FOLDERS } from './quality/folders.ts';
import { ROOT } from './root.ts';

/** All of ours but what k6 runs, which has no kernel, and the one place that says and reads both in one. */
const files = globSync(`{${FOLDERS.join(',')}}/**/*.ts`, { cwd: ROOT }).filter(
  (file) => !/\.test\.ts$|\.k6\.ts$|^load\/suites\/|^kernel\/sentence\.ts$/.test(file),
);

it('no text holds what is wrong and what to do in one: `fix` is a field of its own', () => {
  expect(files.length).toBeGreaterThan(500);
  const both = files.filter((file) => /\bFix: \S/.test(readFileSync(join(ROOT, file), 'utf8')));
  // After a list of failures, a line for all of them.
  expect(both).toEqual(['scripts/heal/say-healed.ts']);
});
