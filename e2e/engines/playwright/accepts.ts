import { basename, dirname, resolve } from 'node:path';
import { configNames, isNamedConfig, nearest } from '../../../fixtures/plain-files/nearest.ts';
import { isFile, uses } from '../../../fixtures/plain-files/uses.ts';
import type { PlaywrightOptions } from './options.ts';

const CONFIG_NAMES = configNames('playwright');

/**
 * The options with which Playwright runs that file, or undefined when the file is not Playwright's. One that is `named` as
 * Playwright's by the user is.
 */
export function optionsFor(file: string, named = false): PlaywrightOptions | undefined {
  const path = resolve(file);
  if (!isFile(path)) return undefined;
  const none = { files: [], project: [] };
  if (CONFIG_NAMES.includes(basename(path))) return { ...none, config: path };
  if (!named && !uses(path, /^@playwright\/test$/)) return undefined;
  if (isNamedConfig(path)) return { ...none, config: path };
  return { ...none, config: nearest(dirname(path), CONFIG_NAMES), files: [path] };
}
