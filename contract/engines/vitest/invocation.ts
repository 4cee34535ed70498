import { dirname, join } from 'node:path';
import { commonFolder, configNames, nearest } from '../../../fixtures/plain-files/nearest.ts';
import { bothPatterns } from '../../../fixtures/test-runners/options.ts';
import type { Invocation } from '../../../fixtures/test-runners/runner.ts';
import { compareVersions } from '../../../fixtures/tools/version.ts';
import type { VitestOptions } from './options.ts';

/** The variable in which any-test.config.ts is told its files, as a JSON array. */
export const TEST_FILES = 'HARNESS_TEST_FILES';

/**
 * Files without a configuration get one of ours. Vitest runs where it would be run bare: in the files' package, or in a folder with
 * a configuration of its own. What it writes beside its tests by itself (its caches, coverage) goes to `work`; `version` is Vitest's.
 */
export function invocationOf(options: VitestOptions, work: string, version: string): Invocation {
  const { config, files } = options;
  const pattern = bothPatterns(options.testNamePattern, options.narrowedTo);
  const args = [
    'run',
    ...['--config', config ?? join(import.meta.dirname, 'any-test.config.ts')],
    ...options.project.flatMap((name) => ['--project', name]),
    ...(pattern === undefined ? [] : ['--testNamePattern', pattern]),
    ...['--no-cache', `--coverage.reportsDirectory=${join(work, 'coverage')}`],
    ...(compareVersions(version, KEEPS_MODULES) < 0 ? [] : ['--fsModuleCachePath', join(work, 'modules')]),
    ...files,
  ];
  const cwd = files.length === 0 ? dirname(config ?? '.') : packageFolder(commonFolder(files));
  return { args, cwd, env: { [TEST_FILES]: JSON.stringify(files) } };
}

/** The first that keeps what it transformed beside the packages, unless told. */
const KEEPS_MODULES = '5.0.0';

const OF_A_PACKAGE = ['package.json', ...configNames('vitest'), ...configNames('vite')];

function packageFolder(folder: string): string {
  const found = nearest(folder, OF_A_PACKAGE);
  return found === undefined ? folder : dirname(found);
}
