import { basename, resolve } from 'node:path';
import { checkRun } from './check-run.ts';
import { messageOf } from '../kernel/errors.ts';
import { readManifest } from './manifest.ts';
import type { Problem } from './problem.ts';
import { type RunFolder, runFolderAt } from './store.ts';

export type { Problem } from './problem.ts';

/** Checks a run's evidence by itself, offline. No problem: it is complete and as it was when its manifest was written. */
export function verify(folder: string): Promise<readonly Problem[]> {
  return Promise.resolve(checkRun(runFolderAt(resolve(folder), basename(resolve(folder)))).problems);
}

/**
 * Whether a run has the digest that a report or a colleague named: what a rewritten folder cannot have, though it be
 * consistent in itself. Nothing expected, no problem.
 */
export function digestProblems(run: RunFolder, expected: string | undefined): readonly Problem[] {
  if (expected === undefined) return [];
  const digest = digestOf(run);
  if (digest === expected) return [];
  const problem = `has another digest: ${digest}, not ${expected}`;
  return [{ path: 'manifest.json', problem, kind: 'changed' }];
}

/** The evidence digest of a run. */
export function digestOf(run: RunFolder): string {
  try {
    return readManifest(run)?.computed ?? 'none';
  } catch (error) {
    return `none (${messageOf(error)})`;
  }
}
