import { existsSync } from 'node:fs';
import { ConfigError } from '../../kernel/errors.ts';
import { readBaseline } from './baseline.ts';
import type { Choice } from './compare-suite.ts';
import { baselineFile, shownPath } from './baseline-files.ts';

/** Where a branch without a baseline looks, in this order. */
const DEFAULT_BRANCHES = ['main', 'master'];

/** Says which baseline a suite is compared with. */
export type Choose = (suite: string) => Choice;

/** The run's own branch's, else that of main, else of master. */
export function byBranch(folder: string, branch: string | undefined): Choose {
  return (suite) => {
    const own = branch === undefined ? undefined : existing(folder, branch, suite);
    if (own !== undefined) return { ...own, chosen: 'own branch' };
    for (const other of DEFAULT_BRANCHES) {
      const found = other === branch ? undefined : existing(folder, other, suite);
      if (found) return { ...found, chosen: `${other}: ${branch ?? 'a run outside a branch'} has none` };
    }
    const where = [...new Set([branch, ...DEFAULT_BRANCHES])].filter((one) => one !== undefined);
    return { none: { what: `no baseline of ${where.join(', ')}.`, fix: './harness baseline save' } };
  };
}

/** The one of a branch, and no other. */
export function ofBranch(folder: string, branch: string): Choose {
  return (suite) => {
    const found = existing(folder, branch, suite);
    return found
      ? { ...found, chosen: 'as asked' }
      : { none: { what: `no baseline of ${branch}.`, fix: './harness baseline list' } };
  };
}

/** The one in a file; other suites have none. */
export function inFile(file: string): Choose {
  const baseline = readBaseline(file);
  return (suite) =>
    suite === baseline.suite
      ? { baseline, file, chosen: 'as asked' }
      : { none: `${file} is of ${baseline.suite}` };
}

function existing(folder: string, branch: string, suite: string) {
  const file = baselineFile(folder, branch, suite);
  if (!existsSync(file)) return undefined;
  const baseline = readBaseline(file);
  if (baseline.suite === suite && baseline.branch === branch) return { baseline, file: shownPath(file) };
  throw new ConfigError(
    `${file}: it is of ${baseline.suite} on ${baseline.branch}; expected ${suite} on ${branch}`,
  );
}
