import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { InfraError, messageOf } from '../kernel/errors.ts';

/** Nobody but the user who runs the harness may read evidence: it describes a system's weak points. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** What could not be written, as an InfraError that says so, and says how to go on when the disk is full. */
export function writeError(file: string, error: unknown): InfraError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const message =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? `${file}: the disk is full (${code}). Free space in ${dirname(file)}, then run ./harness heal and run again.`
      : {
          what: `${file}: could not be written: ${messageOf(error)}.`,
          fix: `see that ${dirname(file)} can be written to.`,
        };
  return new InfraError(message, { cause: error });
}

/** Writes every byte or throws. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
}

/** Replaces a file as a whole, synced: a reader, or a kill at any moment, sees the old or the new content. */
export function writeAtomically(file: string, content: string | Buffer): void {
  const temporary = `${file}.${process.pid}.partial`;
  try {
    const fd = openSync(temporary, 'w', PRIVATE_FILE);
    try {
      writeAll(fd, Buffer.from(content));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, file);
  } catch (error) {
    throw writeError(file, error);
  }
}
