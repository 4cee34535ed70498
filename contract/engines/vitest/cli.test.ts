import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { programFor } from './cli.ts';

test("takes a stranger's own Vitest, and lends ours to a file that has none", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cli-')));
  const file = join(folder, 'a.test.ts');
  expect(programFor(file)).toMatch(/\/node_modules\/vitest\/vitest\.mjs$/);
  const own = join(folder, 'node_modules/vitest');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), '{"name":"vitest"}');
  expect(programFor(file)).toBe(join(own, 'vitest.mjs'));
  rmSync(folder, { recursive: true });
});
