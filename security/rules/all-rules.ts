import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Rule } from './rule.ts';

/** Every `*.rule.ts` of this folder, by name. A rule is added by adding its file. */
export async function allRules(): Promise<readonly Rule[]> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.rule.ts')).sort();
  return Promise.all(files.map(load));
}

async function load(file: string): Promise<Rule> {
  const url = pathToFileURL(join(import.meta.dirname, file)).href;
  const module = (await import(url)) as { default: Rule };
  return module.default;
}
