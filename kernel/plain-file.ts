import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { InfraError } from './errors.ts';

/** More than a run ever writes into one of its small files, and still less than a string may hold. */
const MOST_BYTES = 1 << 28;

/** What stands where a file should, in words; undefined for a file. */
export function sayNoFile(stats: Pick<Stats, 'isFile'> & Partial<Stats>): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isSymbolicLink?.() === true) return 'it is a link';
  if (stats.isDirectory?.() === true) return 'it is a folder';
  if (stats.isFIFO?.() === true) return 'it is a pipe';
  return stats.isSocket?.() === true ? 'it is a socket' : 'it is a device';
}

/**
 * Opens a file that strangers may have touched. Follows no link and waits for nobody: for a pipe, a device or a folder in its
 * place it throws an InfraError that says so.
 */
export function openPlainFile(file: string): number {
  refuse(file, lstatSync(file));
  const fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    refuse(file, fstatSync(fd));
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function refuse(file: string, stats: Stats): void {
  const what = sayNoFile(stats);
  if (what !== undefined) throw new InfraError(`${file}: is no file: ${what}`);
}

/** The whole of a file, opened like `openPlainFile`. An InfraError for one that is too large to be ours. */
export function readPlainFile(file: string): Buffer {
  const fd = openPlainFile(file);
  try {
    const { size } = fstatSync(fd);
    if (size > MOST_BYTES)
      throw new InfraError(`${file}: has ${size} bytes; no more than ${MOST_BYTES} are read`);
    const bytes = Buffer.allocUnsafe(size);
    let read = 0;
    for (let more = 1; more > 0 && read < size; read += more)
      more = readSync(fd, bytes, read, size - read, null);
    return bytes.subarray(0, read);
  } finally {
    closeSync(fd);
  }
}
