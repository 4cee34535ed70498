import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readPlainFile } from '../../../kernel/plain-file.ts';
import { entriesBelow } from '../../entries.ts';

/** The files of a run's folder, by path. */
export type Files = ReadonlyMap<string, Buffer>;

/** A run's folder that is about to be changed by one who must not. */
export interface Victim {
  readonly id: string;
  readonly folder: string;
  readonly random: () => number;
  /** Another run's files. */
  readonly other: Files;
  /** What is no file: links to them go into the folder. On the same disk as it. */
  readonly odd: { readonly pipe: string; readonly socket: string };
}

/** A way to change evidence. */
export interface Mutation {
  readonly name: string;
  /**
   * Whoever does it makes a new manifest, too, so that all is consistent in itself: only a digest noted elsewhere tells. Such evidence
   * may say what it likes, but crashes nobody.
   */
  readonly remade?: boolean;
  apply(victim: Victim): void;
}

export function pick<T>({ random }: Pick<Victim, 'random'>, all: readonly T[]): T {
  const one = all[Math.floor(random() * all.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

/** Paths of all files in it, also the manifest; those that match. */
export function filesOf({ folder }: Pick<Victim, 'folder'>, pattern = /(?:)/): readonly string[] {
  const below = entriesBelow(folder).filter(({ wrong }) => wrong === undefined);
  const manifest = lstatSync(join(folder, 'manifest.json'), { throwIfNoEntry: false })?.isFile()
    ? ['manifest.json']
    : [];
  return [...below.map(({ path }) => path), ...manifest].filter((path) => pattern.test(path));
}

export const SUITE_JOURNALS = /^[^/]+\/[^/]+\/[^/]+\/journal\.ndjson$/;
export const JOURNALS = /^(run\.ndjson|[^/]+\/[^/]+\/[^/]+\/journal\.ndjson)$/;

export function read({ folder }: Pick<Victim, 'folder'>, path: string): Buffer {
  return readPlainFile(join(folder, path));
}

export function write({ folder }: Pick<Victim, 'folder'>, path: string, content: string | Buffer): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  const found = lstatSync(file, { throwIfNoEntry: false });
  // An earlier change may have put a pipe there, on which a writer would wait.
  if (found?.isFile() !== false) writeFileSync(file, content);
}

export function edit(victim: Victim, path: string, change: (text: string) => string): void {
  write(victim, path, change(read(victim, path).toString()));
}
