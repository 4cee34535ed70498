import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { configNames } from '../../../fixtures/plain-files/nearest.ts';
import { optionsFor as runnersOptionsFor } from '../../../fixtures/test-runners/accepts.ts';
import type { VitestOptions } from './options.ts';

const VITE_NAMES = configNames('vite');
const FILES = {
  configNames: [...configNames('vitest'), ...VITE_NAMES],
  inTests: /^vitest$/,
  inConfigs: /^vitest\/config$/,
  isConfig,
};

/** The options with which Vitest runs that file, or undefined when it is not Vitest's. One that is `named` as Vitest's is. */
export function optionsFor(file: string, named = false): VitestOptions | undefined {
  return runnersOptionsFor(file, named, FILES);
}

/** Vite's configuration is Vitest's too where it says how to test. */
function isConfig(path: string): boolean {
  return !VITE_NAMES.includes(basename(path)) || /\bvitest\b|\btest\s*:/.test(readFileSync(path, 'utf8'));
}
