import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { configNames, isNamedConfig, nearest } from '../../../fixtures/plain-files/nearest.ts';
import { isFile, uses } from '../../../fixtures/plain-files/uses.ts';
import type { VitestOptions } from './options.ts';

const OWN_NAMES = configNames('vitest');
const VITE_NAMES = configNames('vite');

/**
 * The options with which Vitest runs that file, or undefined when the file is not Vitest's. One that is `named` as Vitest's by the
 * user is. A look at its text; nothing is run.
 */
export function optionsFor(file: string, named = false): VitestOptions | undefined {
  const path = resolve(file);
  if (!isFile(path)) return undefined;
  const configures = isNamedConfig(path) && (named || uses(path, /^vitest\/config$/));
  if (configures || isConfig(path)) return { config: path, files: [], project: [] };
  if (!named && !uses(path, /^vitest$/)) return undefined;
  return { config: nearest(dirname(path), [...OWN_NAMES, ...VITE_NAMES]), files: [path], project: [] };
}

/** Vite's configuration is Vitest's too where it says how to test. */
function isConfig(path: string): boolean {
  if (OWN_NAMES.includes(basename(path))) return true;
  return VITE_NAMES.includes(basename(path)) && /\bvitest\b|\btest\s*:/.test(readFileSync(path, 'utf8'));
}
