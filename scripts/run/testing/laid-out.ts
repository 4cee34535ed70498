import { lstatSync, mkdirSync, readFileSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { entriesBelow } from '../../../evidence/entries.ts';
import { runFolder, type RunFolder } from '../../../evidence/store.ts';
import type { Seed } from './seeds.ts';

/** Makes a seed the only run below `root`. */
export function layOut(root: string, { id, files }: Seed): RunFolder {
  rmSync(root, { recursive: true, force: true });
  const run = runFolder(root, id);
  mkdirSync(run.folder, { recursive: true });
  for (const [path, content] of files) {
    const file = join(run.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return run;
}

/** Paths of what is not as it was: content, kind, presence. Permissions and empty folders are covered by nothing. */
export function changesOf({ folder }: RunFolder, { files }: Seed): readonly string[] {
  const manifest = statsOf(join(folder, 'manifest.json')) === undefined ? [] : ['manifest.json'];
  const present = entriesBelow(folder).map(({ path }) => path);
  const paths = new Set([...files.keys(), ...present, ...manifest]);
  return [...paths].filter((path) => !isAsItWas(join(folder, path), files.get(path)));
}

function isAsItWas(file: string, content: Buffer | undefined): boolean {
  if (content === undefined || statsOf(file)?.isFile() !== true) return false;
  const now = contentOf(file);
  return (
    now !== undefined &&
    (now.equals(content) || (file.endsWith('/manifest.json') && sameButTime(now, content)))
  );
}

/** Undefined also where a folder above it is none any more. */
function statsOf(file: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch {
    return undefined;
  }
}

/** Undefined where it may not be read. */
function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** The digest of the first format does not hold when it was written. */
function sameButTime(now: Buffer, before: Buffer): boolean {
  const [one, other] = [now, before].map((text) =>
    text.toString('latin1').replace(/("writtenAt": ")[ -!#-[\]-\x7f]*"/, '$1"'),
  );
  return one === other && before.includes('"harness-manifest/1"');
}
