import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commonFolder, nearest } from '../../../fixtures/plain-files/nearest.ts';
import { bothPatterns } from '../../../fixtures/test-runners/options.ts';
import type { Invocation } from '../../../fixtures/test-runners/runner.ts';
import type { PlaywrightOptions } from './options.ts';

/** The variables in which any-spec.config.ts is told its files, as a JSON array, and the folder that they share. */
export const SPEC_FILES = 'HARNESS_SPEC_FILES';
export const SPEC_FOLDER = 'HARNESS_SPEC_FOLDER';

/**
 * What a Node is given before anything else, so that assertions of other libraries than Playwright's own are counted: only ours,
 * for another may not read TypeScript, and then only `expect` is counted.
 */
export function countingFor(node: string): readonly string[] {
  const preload = pathToFileURL(join(import.meta.dirname, 'count.preload.ts')).href;
  return node === process.execPath ? ['--import', preload] : [];
}

/**
 * Output goes to `work`. Files without a configuration get one of ours. Playwright runs where it would be run bare: in its
 * configuration's folder, for it looks for one nowhere else, or in the files' package.
 */
export function invocationOf(options: PlaywrightOptions, work: string): Invocation {
  const { config, files } = options;
  const args = [
    'test',
    ...['--config', config ?? join(import.meta.dirname, 'any-spec.config.ts')],
    ...['--output', join(work, 'test-results')],
    ...options.project.flatMap((name) => ['--project', name]),
    ...flag('--grep', bothPatterns(options.grep, options.narrowedTo)),
    ...flag('--grep-invert', options.grepInvert),
    ...flag('--workers', options.workers),
    ...files.map(patternOf),
  ];
  const shared = commonFolder(files);
  const env = { [SPEC_FILES]: JSON.stringify(files), [SPEC_FOLDER]: shared };
  return { args, cwd: dirname(config ?? nearest(shared, ['package.json']) ?? join(shared, 'none')), env };
}

function flag(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [name, String(value)];
}

/** Playwright reads file arguments as patterns over absolute paths. */
export function patternOf(file: string): string {
  return `^${file.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`;
}
