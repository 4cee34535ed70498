import { dirname, join } from 'node:path';
import type { VitestOptions } from './options.ts';

/** The variable in which any-test.config.ts is told its files, as a JSON array. */
export const TEST_FILES = 'HARNESS_TEST_FILES';

/** What Node is given instead of Vitest's program, which is its first argument then: it adds our reporter. */
export const LAUNCH = join(import.meta.dirname, 'launch.ts');

/** How Vitest is called: arguments after its program, where, and with what in its environment. */
export interface Invocation {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Files without a configuration get one of ours. */
export function invocationOf(options: VitestOptions): Invocation {
  const { config, files, testNamePattern } = options;
  const args = [
    'run',
    ...['--config', config ?? join(import.meta.dirname, 'any-test.config.ts')],
    ...options.project.flatMap((name) => ['--project', name]),
    ...(testNamePattern === undefined ? [] : ['--testNamePattern', testNamePattern]),
    ...files,
  ];
  const cwd = config === undefined ? commonFolder(files) : dirname(config);
  return { args, cwd, env: { [TEST_FILES]: JSON.stringify(files) } };
}

function commonFolder(files: readonly string[]): string {
  const folders = files.map((file) => dirname(file).split('/'));
  const first = folders[0] ?? [];
  const length = first.findIndex((part, index) => folders.some((folder) => folder[index] !== part));
  return (length === -1 ? first : first.slice(0, length)).join('/') || '/';
}
