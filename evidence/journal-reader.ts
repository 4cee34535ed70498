import { closeSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { InfraError, messageOf } from '../kernel/errors.ts';
import type { Journalled } from '../kernel/evidence.ts';
import { type AnyEvent, decodeLine, GENESIS } from './journal-line.ts';

/** A sound journal as read from disk. */
export interface JournalReading<E> {
  readonly events: readonly Journalled<E>[];
  /** The last line's hash; the genesis hash of an empty journal. */
  readonly hash: string;
  /** Bytes up to and with the last newline: the sound part. */
  readonly bytes: number;
  /** Bytes after the last newline: the line that was being written when the writer was killed. 0 if none. */
  readonly tornBytes: number;
}

/** Accepts every event: for checking a chain without knowing what it holds. */
export const anyEventSchema: z.ZodType<AnyEvent> = z.object({ type: z.string(), data: z.unknown() });

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/**
 * Reads a journal and checks its chain. One torn last line is left out and reported; anything else that does not fit is an
 * InfraError that names file and line. Reads in pieces, so the file may be large; its events are held in memory.
 */
export function readJournal<E extends AnyEvent>(file: string, schema: z.ZodType<E>): JournalReading<E> {
  const events: Journalled<E>[] = [];
  let hash = GENESIS;
  let bytes = 0;
  let tornBytes = 0;
  for (const { text, length, whole } of linesOf(file)) {
    if (!whole) {
      tornBytes = length;
      break;
    }
    const line = decodeLine(text, events.length, hash);
    if (typeof line === 'string') throw broken(file, events.length, line);
    events.push({ ...parseEvent(schema, line, file), seq: line.seq, at: line.at });
    hash = line.hash;
    bytes += length;
  }
  return { events, hash, bytes, tornBytes };
}

function parseEvent<E extends AnyEvent>(
  schema: z.ZodType<E>,
  line: AnyEvent & { seq: number },
  file: string,
): E {
  const parsed = schema.safeParse({ type: line.type, data: line.data });
  if (parsed.success) return parsed.data;
  throw broken(
    file,
    line.seq,
    `holds an event that this version does not know: ${z.prettifyError(parsed.error)}`,
  );
}

function broken(file: string, seq: number, reason: string): InfraError {
  return new InfraError(
    `${file}:${seq + 1}: the line ${reason}. Restore the file from a backup, or run the suite again.`,
  );
}

/** `length` counts bytes with the newline; only the last line can be not `whole`. */
interface RawLine {
  readonly text: string;
  readonly length: number;
  readonly whole: boolean;
}

function* linesOf(file: string): Generator<RawLine> {
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunksOf(file)) {
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = text.indexOf(NEWLINE); end !== -1; end = text.indexOf(NEWLINE, from)) {
      yield { text: text.toString('utf8', from, end), length: end + 1 - from, whole: true };
      from = end + 1;
    }
    rest = text.subarray(from);
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), length: rest.length, whole: false };
}

function* chunksOf(file: string): Generator<Buffer> {
  const fd = open(file);
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const length = readSync(fd, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(fd);
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw new InfraError(`${file}: the journal could not be read: ${messageOf(error)}`, { cause: error });
  }
}
