import { lstatSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { messageOf } from '../kernel/errors.ts';
import {
  digestOf,
  filesBelow,
  type Manifest,
  type ManifestFile,
  readManifest,
  sha256Of,
} from './manifest.ts';
import { type RunFolder, runFolderAt } from './store.ts';
import { journalProblems, type Problem } from './verify-journals.ts';

export type { Problem } from './verify-journals.ts';

/** Checks a run's evidence by itself, offline. No problem: it is complete and as it was when its manifest was written. */
export async function verify(folder: string): Promise<readonly Problem[]> {
  const run = runFolderAt(resolve(folder), basename(resolve(folder)));
  return [...(await manifestProblems(run)), ...journalProblems(run)];
}

/**
 * Whether a run has the digest that a report or a colleague named: what a rewritten folder cannot have, though it be
 * consistent in itself. Nothing expected, no problem.
 */
export function digestProblems(run: RunFolder, expected: string | undefined): readonly Problem[] {
  const digest = expected === undefined ? undefined : (readManifest(run)?.digest ?? 'none');
  if (digest === expected) return [];
  return [
    { path: 'manifest.json', problem: `has another digest: ${String(digest)}, not ${String(expected)}` },
  ];
}

async function manifestProblems(run: RunFolder): Promise<readonly Problem[]> {
  const path = 'manifest.json';
  try {
    const manifest = readManifest(run);
    if (manifest !== undefined)
      return [...headProblems(run, manifest), ...(await fileProblems(run, manifest))];
    return [
      { path, problem: 'is missing: the run still goes on, or was killed. If it was, run: ./harness heal' },
    ];
  } catch (error) {
    return [{ path, problem: `cannot be read: ${messageOf(error)}` }];
  }
}

function headProblems(run: RunFolder, manifest: Manifest): readonly Problem[] {
  const path = 'manifest.json';
  const problems: Problem[] = [];
  const digest = digestOf(manifest.run, manifest.files);
  if (manifest.run !== run.id)
    problems.push({
      path,
      problem: `is of run ${manifest.run}, not of ${run.id}; was the folder renamed? Then name it ${manifest.run} again`,
    });
  if (manifest.digest !== digest) {
    problems.push({
      path,
      problem: `was changed: its digest is ${manifest.digest}, its list gives ${digest}`,
    });
  }
  return problems;
}

async function fileProblems(run: RunFolder, manifest: Manifest): Promise<readonly Problem[]> {
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const present = new Set(filesBelow(run.folder));
  const problems: Problem[] = [];
  for (const file of manifest.files) {
    if (!present.has(file.path)) problems.push({ path: file.path, problem: 'is missing' });
    else problems.push(...(await changes(run, file)));
  }
  const added = [...present].filter((path) => !listed.has(path));
  return [...problems, ...added.map((path) => ({ path, problem: 'was added: it is not in the manifest' }))];
}

async function changes(run: RunFolder, file: ManifestFile): Promise<readonly Problem[]> {
  const path = join(run.folder, file.path);
  if (!lstatSync(path).isFile())
    return [{ path: file.path, problem: 'was changed: it is not a file any more' }];
  if ((await sha256Of(path)) === file.sha256) return [];
  return [{ path: file.path, problem: 'was changed: its SHA-256 is not the one in the manifest' }];
}
