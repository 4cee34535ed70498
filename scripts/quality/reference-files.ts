import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pages } from './reference-pages.ts';

/** A file of docs/reference that is not what the schemas say. */
export interface Stale {
  /** Relative to the checkout. */
  readonly file: string;
  /** What it should be; undefined where it should not be. */
  readonly text: string | undefined;
}

const FOLDER = 'docs/reference';

/** In the order of their names. Throws a ConfigError where a definition is malformed or a field says nothing. */
export async function staleReference(root: string): Promise<readonly Stale[]> {
  const { format, resolveConfig } = await import('prettier');
  const options = { ...(await resolveConfig(join(root, FOLDER, 'README.md'))), parser: 'markdown' };
  const wanted = new Map<string, string>();
  for (const [file, text] of await pages(root)) wanted.set(`${FOLDER}/${file}`, await format(text, options));
  const present = globSync(`${FOLDER}/**/*.md`, { cwd: root });
  return [...new Set([...wanted.keys(), ...present])]
    .sort()
    .map((file) => ({ file, text: wanted.get(file) }))
    .filter(({ file, text }) => !present.includes(file) || readFileSync(join(root, file), 'utf8') !== text);
}

/** Makes them what they should be. */
export function writeReference(root: string, stale: readonly Stale[]): void {
  for (const { file, text } of stale) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    if (text === undefined) rmSync(join(root, file));
    else writeFileSync(join(root, file), text);
  }
}
