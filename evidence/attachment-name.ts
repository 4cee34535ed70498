import { mkdirSync, openSync, statSync } from 'node:fs';
import { join, parse, posix } from 'node:path';
import { PRIVATE_FILE, PRIVATE_FOLDER, writeError } from './disk.ts';

/** A file system allows 255, and a number may have to be added. */
const LONGEST_PART_BYTES = 120;
/** Kept of a longer one: a hash that tells it from others may stand there. */
const LAST = 9;
const LONGEST_EXTENSION_BYTES = 20;
const DEEPEST = 12;
/** Anything else in a part of a name becomes a hyphen: evidence is copied to all kinds of disks. So does a letter that nobody sees. */
const UNSAFE = /[[^\p{L}\p{N} ._@\(\)+=,\-]\p{DI}]/gv;
/** Names of devices on Windows, whatever their extension. */
const RESERVED = /^(con|prn|aux|nul|(com|lpt)[\d¹²³])(?=\.|$)/i;

/**
 * The relative path under which an attachment may be kept, with unusual characters replaced; undefined for a name that leaves
 * the folder.
 */
export function attachmentName(name: string): string | undefined {
  const parts = name.replaceAll('\\', '/').split('/');
  const leaves = name === '' || name.startsWith('/') || /^[a-z]:/i.test(name) || parts.includes('..');
  if (leaves) return undefined;
  const told = parts.filter((part) => part !== '' && part !== '.');
  const few =
    told.length > DEEPEST ? [...told.slice(0, DEEPEST - 1), told.slice(DEEPEST - 1).join('-')] : told;
  return few.length === 0 ? undefined : few.map(safePart).join('/');
}

function safePart(part: string): string {
  const { name, ext } = parse(part.replaceAll(UNSAFE, '-'));
  const cut = shortened(name) + beginning(ext, LONGEST_EXTENSION_BYTES);
  return cut.replace(/[. ]$/, '-').replace(RESERVED, '$1-');
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_PART_BYTES) return name;
  const last = name.slice(-LAST);
  return beginning(name, LONGEST_PART_BYTES - Buffer.byteLength(last)) + last;
}

/** So many bytes at most, and no half of a character. */
function beginning(text: string, mostBytes: number): string {
  const bytes = Buffer.from(text).subarray(0, mostBytes);
  return new TextDecoder().decode(bytes, { stream: true });
}

/**
 * Creates a new file of that name, or of the next free one (`a.txt`, `a-2.txt`), and gives its relative path. So with the
 * folders in it: where a file has a folder's name already, the next free one is made.
 */
export function createUnique(folder: string, name: string): { fd: number; file: string; path: string } {
  const { dir, name: base, ext } = posix.parse(name);
  const parent = makeFolders(folder, dir);
  for (let number = 1; ; number++) {
    const path = posix.join(parent, numbered(base, number) + ext);
    const file = join(folder, path);
    const fd = createExclusively(file);
    if (fd !== undefined) return { fd, file, path };
  }
}

function numbered(base: string, number: number): string {
  return number === 1 ? base : `${base}-${number}`;
}

/** Makes the folder and those of a relative path in it; gives the path that it came to. */
function makeFolders(folder: string, path: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
    return path.split('/').reduce((parent, part) => makeFolder(folder, parent, part), '');
  } catch (error) {
    throw writeError(join(folder, path), error);
  }
}

function makeFolder(root: string, parent: string, part: string): string {
  for (let number = 1; ; number++) {
    const path = posix.join(parent, numbered(part, number));
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    if (found === undefined) mkdirSync(join(root, path), { mode: PRIVATE_FOLDER });
    if (found === undefined || found.isDirectory()) return path;
  }
}

function createExclusively(file: string): number | undefined {
  try {
    return openSync(file, 'wx', PRIVATE_FILE);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw writeError(file, error);
  }
}
