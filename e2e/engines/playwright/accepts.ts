import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { PlaywrightOptions } from './options.ts';

const CONFIG_NAME = /^playwright\.config\.[cm]?[jt]s$/;
const CONFIG_NAMES = ['ts', 'js', 'mts', 'mjs', 'cts', 'cjs'].map((end) => `playwright.config.${end}`);
const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const IMPORTS = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*(['"])([^'"\n]+)\1/g;
/** A spec often takes `test` from a fixture file, which takes it from another. */
const DEEPEST_IMPORT = 3;

/** The options with which Playwright runs that file, or undefined when the file is not Playwright's. */
export function optionsFor(file: string): PlaywrightOptions | undefined {
  const path = resolve(file);
  if (!existsSync(path) || !statSync(path).isFile()) return undefined;
  const none = { files: [], project: [] };
  if (CONFIG_NAME.test(basename(path))) return { ...none, config: path };
  if (!usesPlaywright(path, DEEPEST_IMPORT)) return undefined;
  return { ...none, config: nearestConfig(dirname(path)), files: [path] };
}

/** Whether a script imports Playwright's test runner, by itself or through a relative import. A look at its text; nothing is run. */
function usesPlaywright(file: string, depth: number): boolean {
  if (!/\.[cm]?[jt]sx?$/.test(file)) return false;
  const text = readFileSync(file, 'utf8').replaceAll(COMMENTS, '');
  const imports = [...text.matchAll(IMPORTS)].map((match) => match[2] ?? '');
  if (imports.includes('@playwright/test')) return true;
  if (depth === 0) return false;
  const neighbours = imports
    .filter((name) => name.startsWith('.'))
    .map((name) => fileOf(name, dirname(file)));
  return neighbours.some((neighbour) => neighbour !== undefined && usesPlaywright(neighbour, depth - 1));
}

function fileOf(specifier: string, folder: string): string | undefined {
  const path = resolve(folder, specifier);
  const ends = ['', '.ts', '.js', '.mts', '.mjs', '.tsx', '/index.ts', '/index.js'];
  const candidates = [...ends.map((end) => path + end), path.replace(/\.([cm]?)js$/, '.$1ts')];
  return candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
}

/** The configuration that the bare tool would be run with: in the spec's folder or the nearest one above. */
function nearestConfig(folder: string): string | undefined {
  const found = CONFIG_NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (found !== undefined || dirname(folder) === folder) return found;
  return nearestConfig(dirname(folder));
}
