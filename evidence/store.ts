import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { InfraError, messageOf } from '../kernel/errors.ts';
import { readPlainFile } from '../kernel/plain-file.ts';
import { RUN_STATUSES, runFactsSchema } from '../kernel/run-journal.ts';
import { type Kind, kindOf } from '../kernel/suite.ts';
import { VERDICTS } from '../kernel/verdict.ts';
import { PRIVATE_FOLDER, writeAtomically, writeError } from './disk.ts';
import { linkLatest } from './latest.ts';

/** What run.json says of a run: its facts, and how it stands. */
const runJsonSchema = runFactsSchema.extend({
  status: z.enum(RUN_STATUSES),
  endedAt: z.string().optional(),
  target: z.strictObject({ name: z.string(), version: z.string(), commit: z.string().optional() }).optional(),
  /** Tools by name with their versions. */
  tools: z.record(z.string(), z.string()).optional(),
  verdict: z.enum(VERDICTS).optional(),
});
export type RunJson = z.infer<typeof runJsonSchema>;

/** Where a run's evidence is. */
export interface RunFolder {
  readonly id: string;
  readonly folder: string;
  /** run.ndjson: the run's own journal. */
  readonly journal: string;
  readonly undo: string;
  readonly json: string;
  readonly manifest: string;
  suite(kind: Kind, toolKind: string, shortName: string): string;
}

/** A run as `listRuns` sees it: `run` is its run.json, or `problem` is why that cannot be read. */
export interface ListedRun extends RunFolder {
  readonly run: RunJson | undefined;
  readonly problem: string | undefined;
}

/** The paths of a run below the evidence folder `root`; nothing is read or made. */
export function runFolder(root: string, id: string): RunFolder {
  return runFolderAt(join(root, 'runs', id), id);
}

export function runFolderAt(folder: string, id: string): RunFolder {
  return {
    id,
    folder,
    journal: join(folder, 'run.ndjson'),
    undo: join(folder, 'undo.ndjson'),
    json: join(folder, 'run.json'),
    manifest: join(folder, 'manifest.json'),
    suite: (kind, toolKind, shortName) => join(folder, kind, toolKind, shortName),
  };
}

/** `checkout` of `e2e/checkout`. */
export function shortNameOf(suiteName: string): string {
  return suiteName.slice(kindOf(suiteName).length + 1);
}

export interface NewRun {
  readonly root: string;
  readonly id: string;
  /** Whether `latest` is to point at it; it is unless told. */
  readonly latest?: boolean;
  /** Its first run.json: the folder appears with it, so that none is without the facts of its run, whenever a kill comes. */
  readonly json?: RunJson;
}

/** Makes a new run's folder and points `latest` at it. Throws an InfraError when it exists or cannot be made. */
export function createRun({ root, id, latest = true, json }: NewRun): RunFolder {
  const run = runFolder(root, id);
  const unborn = unbornFolder(run.folder);
  try {
    mkdirSync(unborn, { recursive: true, mode: PRIVATE_FOLDER });
    if (json) writeRunJson(runFolderAt(unborn, id), json);
    if (existsSync(run.folder)) throw new Error('it is there already');
    renameSync(unborn, run.folder);
    if (latest) linkLatest(root, join('runs', id));
  } catch (error) {
    throw writeError(run.folder, error);
  }
  return run;
}

/** Where a run's folder is until its first file is in it. No run yet: its name begins with a dot. */
export function unbornFolder(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}.partial`);
}

/** Replaces run.json as a whole. Throws a ZodError for what could not be read again. */
export function writeRunJson(run: RunFolder, json: RunJson): void {
  writeAtomically(run.json, `${JSON.stringify(runJsonSchema.parse(json), null, 2)}\n`);
}

/** Whether run.json was written, the first file of all; a run that was killed before has nothing to say. */
export function isBegun(run: RunFolder): boolean {
  return lstatSync(run.json, { throwIfNoEntry: false }) !== undefined;
}

/** Throws an InfraError naming the file where it is missing, malformed, or another run's. Whether it is what was written, `readRun` says. */
export function readRunJson(run: RunFolder): RunJson {
  try {
    const json = runJsonSchema.parse(JSON.parse(readPlainFile(run.json).toString()));
    if (json.id !== run.id) throw new InfraError(`it is of run ${json.id}, not of ${run.id}`);
    return json;
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new InfraError(`${run.json}: cannot be read: ${reason}`, { cause: error });
  }
}

/** Every run below `root` but those, the newest first. */
export function listRuns(root: string, but: ReadonlySet<string> = new Set()): readonly ListedRun[] {
  return foldersIn(join(root, 'runs'))
    .filter((id) => !but.has(id))
    .map((id) => listedRun(runFolder(root, id)))
    .sort((a, b) => compare(startOf(b), startOf(a)) || compare(b.id, a.id));
}

/** A run with its run.json, or why that cannot be read. */
export function listedRun(run: RunFolder): ListedRun {
  try {
    return { ...run, run: readRunJson(run), problem: undefined };
  } catch (error) {
    return { ...run, run: undefined, problem: messageOf(error) };
  }
}

/** To the minute for one whose run.json is gone: its id says so much. */
function startOf({ run, id }: ListedRun): string {
  const [, date = '', hour = '', minute = ''] = /^(\d{8})_(\d\d)(\d\d)/.exec(id) ?? [];
  return run?.startedAt ?? `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${hour}:${minute}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name);
  } catch {
    // No run was made yet.
    return [];
  }
}
