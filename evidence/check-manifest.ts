import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../kernel/errors.ts';
import type { Entry } from './entries.ts';
import {
  isSealed,
  type Manifest,
  type ManifestFile,
  readManifest,
  type ReadManifest,
  sha256Of,
} from './manifest.ts';
import type { Problem } from './problem.ts';
import type { RunFolder } from './store.ts';

/** Of which files the content is checked; of all others, that they are there, are files, and have their size. */
export type Contents = (path: string) => boolean;

export interface CheckedManifest {
  /** Undefined where there is none, or one that cannot be read. */
  readonly manifest: Manifest | undefined;
  readonly problems: readonly Problem[];
}

const PATH = 'manifest.json';

/** Checks a run's manifest by itself, and what stands in the run's folder against it. */
export function checkManifest(
  run: RunFolder,
  entries: readonly Entry[],
  contents: Contents,
): CheckedManifest {
  const odd = entries.flatMap(({ path, wrong }) => (wrong === undefined ? [] : [changed(path, wrong)]));
  const missing = 'is missing: the run still goes on, or was killed. If it was, run: ./harness heal';
  if (!isSealed(run))
    return { manifest: undefined, problems: [{ path: PATH, problem: missing, kind: 'unsealed' }, ...odd] };
  try {
    const read = readManifest(run);
    if (read === undefined) return { manifest: undefined, problems: [changed(PATH, 'is missing')] };
    const { manifest } = read;
    const problems = [...headProblems(run, read), ...fileProblems(run, manifest, entries, contents)];
    return { manifest, problems };
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    return { manifest: undefined, problems: [changed(PATH, `cannot be read: ${why}`), ...odd] };
  }
}

function changed(path: string, problem: string): Problem {
  return { path, problem, kind: 'changed' };
}

function headProblems(run: RunFolder, { manifest, computed }: ReadManifest): readonly Problem[] {
  const problems: Problem[] = [];
  if (manifest.run !== run.id) {
    const hint = `was the folder renamed? Then name it ${manifest.run} again`;
    problems.push(changed(PATH, `is of run ${manifest.run}, not of ${run.id}; ${hint}`));
  }
  if (manifest.digest !== computed)
    problems.push(changed(PATH, `was changed: its digest is ${manifest.digest}, its text gives ${computed}`));
  return problems;
}

function fileProblems(
  run: RunFolder,
  { files }: Manifest,
  entries: readonly Entry[],
  contents: Contents,
): readonly Problem[] {
  const listed = new Set(files.map(({ path }) => path));
  const present = new Map(entries.map((entry) => [entry.path, entry]));
  return [
    ...files.flatMap((file) => changeOf(run, file, present.get(file.path), contents)),
    ...entries
      .filter(({ path }) => !listed.has(path))
      .map(({ path, wrong }) =>
        changed(path, `was added: it is not in the manifest${wrong === undefined ? '' : `, and ${wrong}`}`),
      ),
  ];
}

function changeOf(
  run: RunFolder,
  { path, bytes, sha256 }: ManifestFile,
  entry: Entry | undefined,
  contents: Contents,
): readonly Problem[] {
  if (entry === undefined) return [changed(path, 'is missing')];
  if (entry.wrong !== undefined) return [changed(path, `was changed: it ${entry.wrong}`)];
  if (entry.bytes !== bytes) return [changed(path, `was changed: it has ${entry.bytes} bytes, not ${bytes}`)];
  if (!contents(path)) return [];
  try {
    if (sha256Of(join(run.folder, path)) === sha256) return [];
    return [changed(path, 'was changed: its SHA-256 is not the one in the manifest')];
  } catch (error) {
    return [changed(path, `cannot be read: ${messageOf(error)}`)];
  }
}
