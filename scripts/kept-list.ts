import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { PRODUCT, PROJECT } from '../kernel/project.ts';
import { OUTPUT, STATE } from './root.ts';

/**
 * What `list` said last, so that it need not load every suite, and what checks them, to say it again. It holds as long as nothing
 * changed that it may come from: any file of project and harness but output, the packages by their lockfile, the words and the
 * variables of this process, how wide its terminal is. What is worked out from the time, or from files elsewhere, would not be noticed: suites are data.
 */
export interface ListKey {
  readonly sum: number;
  /** When the file that changed last did so, by its `ctime`, which nobody can set. */
  readonly changedMs: number;
}

interface Kept {
  readonly sum: number;
  readonly text: string;
}

const FILE = join(STATE, 'list.json');

/** A change in the same moment, as coarse as file systems tell it, would leave the key as it is. */
const MOMENT_MS = 2000;

/** What nothing that runs is made of. */
const NO_SOURCE = /\.(md|test\.ts)$/;

/** The same answer, where it still holds. */
export function keptList(file = FILE, root = PROJECT): string | undefined {
  try {
    const { sum, text } = JSON.parse(readFileSync(file, 'utf8')) as Kept;
    return sum === keyOfList(root).sum ? text : undefined;
  } catch {
    // None was kept, or it cannot be read: it is worked out.
    return undefined;
  }
}

/**
 * Keeps an answer that was worked out after the key, by a process that started at `startedMs`. Not where anything changed since
 * then or just before it.
 */
export function keepList(
  { sum, changedMs }: ListKey,
  text: string,
  { file = FILE, startedMs = performance.timeOrigin } = {},
): void {
  if (changedMs > startedMs - MOMENT_MS) return;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const partial = `${file}.${process.pid}`;
    writeFileSync(partial, JSON.stringify({ sum, text } satisfies Kept), { mode: 0o600 });
    renameSync(partial, file);
  } catch {
    // Where nothing can be written, it is worked out each time.
  }
}

/** Everything that the answer may come from. */
export function keyOfList(root = PROJECT): ListKey {
  let text = JSON.stringify([
    root,
    process.version,
    process.argv.slice(2),
    process.env,
    process.stdout.isTTY,
    process.stdout.columns,
  ]);
  let changedMs = 0;
  const own = PRODUCT === root ? [] : sourcesOf(PRODUCT);
  for (const name of [...sourcesOf(root), ...own]) {
    // Of a folder it only counts that there is one.
    const state = name.endsWith('/') ? undefined : statSync(name, { throwIfNoEntry: false });
    text += `\n${name} ${state?.ino} ${state?.size} ${state?.mtimeMs} ${state?.ctimeMs}`;
    changedMs = Math.max(changedMs, state?.ctimeMs ?? 0);
  }
  return { sum: crc32(text), changedMs };
}

function sourcesOf(root: string): readonly string[] {
  return ['node_modules/.package-lock.json', ...namesBelow(root)].map((name) => `${root}/${name}`);
}

function namesBelow(root: string, folder = ''): readonly string[] {
  return readdirSync(`${root}/${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}${entry.name}`;
    if (OUTPUT.test(name) || NO_SOURCE.test(name)) return [];
    return entry.isDirectory() ? [`${name}/`, ...namesBelow(root, `${name}/`)] : [name];
  });
}
