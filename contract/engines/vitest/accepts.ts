import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { VitestOptions } from './options.ts';

const ENDS = ['ts', 'js', 'mts', 'mjs', 'cts', 'cjs'];
const CONFIG_NAME = /^vitest\.config\.[cm]?[jt]s$/;
const CONFIG_NAMES = ['vitest', 'vite'].flatMap((name) => ENDS.map((end) => `${name}.config.${end}`));
const SCRIPT_NAME = /\.[cm]?[jt]sx?$/;
const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const IMPORTS_VITEST = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*(['"])vitest\1/;

/** The options with which Vitest runs that file, or undefined when the file is not Vitest's. A look at its text; nothing is run. */
export function optionsFor(file: string): VitestOptions | undefined {
  const path = resolve(file);
  if (!existsSync(path) || !statSync(path).isFile()) return undefined;
  if (CONFIG_NAME.test(basename(path))) return { config: path, files: [], project: [] };
  if (!SCRIPT_NAME.test(path)) return undefined;
  const text = readFileSync(path, 'utf8').replaceAll(COMMENTS, '');
  if (!IMPORTS_VITEST.test(text)) return undefined;
  return { config: nearestConfig(dirname(path)), files: [path], project: [] };
}

/** The configuration that the bare tool would be run with: in the file's folder or the nearest one above. */
function nearestConfig(folder: string): string | undefined {
  const found = CONFIG_NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (found !== undefined || dirname(folder) === folder) return found;
  return nearestConfig(dirname(folder));
}
