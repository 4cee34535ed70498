import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nearTo } from '../../kernel/did-you-mean.ts';
import type { RunOptions, SelectionOptions } from './run-request.ts';

type Options = Pick<SelectionOptions, 'baseUrl' | 'engine'> & Partial<Pick<RunOptions, 'timeout'>>;

/**
 * A path starts with ./, ../ or /, ends like a script, or names a file that exists; beside an option that goes with plain files
 * only, whatever is no suite is one.
 */
export function isMeantAsFile(name: string, { baseUrl, engine, timeout }: Options): boolean {
  if (/^\.{0,2}\/|\.[cm]?[jt]sx?$/.test(name)) return true;
  if ([baseUrl, engine, timeout].some((option) => option !== undefined)) return true;
  return existsSync(name) && statSync(name).isFile();
}

/** Why a path is no file to run, with what may have been meant; undefined when it is one, or a folder that an engine takes whole. */
export function whyNoFile(path: string, engine?: string): string | undefined {
  if (!existsSync(path)) return `${path}: no such file${sayNear(path)}`;
  return statSync(path).isDirectory() && engine !== 'pact'
    ? `${path}: is a folder; name a file in it`
    : undefined;
}

const ALIKE = 0.6;

function sayNear(path: string): string {
  const folder = dirname(path);
  const there = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
  const [near] = nearTo(basename(path), there, ALIKE);
  if (near === undefined) return '';
  return `; did you mean ${folder === '.' && !path.startsWith('.') ? near : join(folder, near)}?`;
}
