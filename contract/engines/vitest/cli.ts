import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The program of the Vitest that a file would get by itself; of ours when it has none. */
export function programFor(file: string): string {
  const folder = packageFolder(file) ?? packageFolder(import.meta.filename);
  if (folder === undefined) throw new Error('vitest is a dependency of the harness: run `npm ci`');
  return join(folder, 'vitest.mjs');
}

function packageFolder(file: string): string | undefined {
  try {
    return dirname(createRequire(file).resolve('vitest/package.json'));
  } catch {
    return undefined;
  }
}
