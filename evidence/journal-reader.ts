import { closeSync, fstatSync, readSync } from 'node:fs';
import { z } from 'zod';
import { InfraError, messageOf } from '../kernel/errors.ts';
import type { Journalled } from '../kernel/evidence.ts';
import { openPlainFile } from '../kernel/plain-file.ts';
import { type AnyEvent, decodeLine, GENESIS } from './journal-line.ts';

/** A sound journal as read from disk. */
export interface ReadJournal<E> {
  readonly events: readonly Journalled<E>[];
  /** The last line's hash; the genesis hash of an empty journal. */
  readonly hash: string;
  /** Bytes up to and with the last newline: the sound part. */
  readonly bytes: number;
  /** Bytes after the last newline: the line that was being written when the writer was killed. 0 if none. */
  readonly tornBytes: number;
}

/** Of a line that does not fit, or of a file that cannot be read. Its message names file and line. */
export class BrokenJournal extends InfraError {
  /** Without the file: `line 2 was changed: …`. */
  readonly reason: string;

  constructor(file: string, seq: number, reason: string, cause?: unknown) {
    super(`${file}:${seq + 1}: the line ${reason}. Restore the file from a backup, or run the suite again.`, {
      cause,
    });
    this.reason = `line ${seq + 1} ${reason}`;
  }
}

const CHUNK_BYTES = 1 << 20;
/** Far more than any event has: what is longer is none, and must not fill the memory. */
const LONGEST_LINE_BYTES = 1 << 28;
const NEWLINE = 0x0a;

/**
 * Reads a journal and checks its chain. One torn last line is left out and reported; anything else that does not fit is an
 * InfraError that names file and line. Reads in pieces, so the file may be large; its events are held in memory. Whether it is
 * the journal that was sealed, or this run's at all, it cannot say: `readRun` does.
 */
export function readJournal<E extends AnyEvent>(file: string, schema: z.ZodType<E>): ReadJournal<E> {
  return readLines(file, (event) => parseEvent(schema, event, file));
}

/** The same for events of any version: whatever the chain holds. */
export function readChain(file: string): ReadJournal<AnyEvent> {
  return readLines(file, (event) => event);
}

function readLines<E>(file: string, parse: (event: Journalled<AnyEvent>) => Journalled<E>): ReadJournal<E> {
  const events: Journalled<E>[] = [];
  let hash = GENESIS;
  let bytes = 0;
  let tornBytes = 0;
  for (const { line: text, whole } of linesOf(file)) {
    if (!whole) {
      tornBytes = text.length;
      break;
    }
    const decoded = decodeLine(text, events.length, hash);
    if ('broken' in decoded) throw new BrokenJournal(file, events.length, decoded.broken);
    const { line } = decoded;
    events.push(parse({ type: line.type, data: line.data, seq: line.seq, at: line.at }));
    hash = line.hash;
    bytes += text.length + 1;
  }
  return { events, hash, bytes, tornBytes };
}

/** An event as its schema has it. A BrokenJournal where this version does not know it. */
export function parseEvent<E extends AnyEvent>(
  schema: z.ZodType<E>,
  { type, data, seq, at }: Journalled<AnyEvent>,
  file: string,
): Journalled<E> {
  const parsed = schema.safeParse({ type, data });
  if (parsed.success) return { ...parsed.data, seq, at };
  const why = z.prettifyError(parsed.error);
  throw new BrokenJournal(file, seq, `holds an event that this version does not know: ${why}`);
}

/** Without its newline; only the last line can be not `whole`. */
interface RawLine {
  readonly line: Buffer;
  readonly whole: boolean;
}

function* linesOf(file: string): Generator<RawLine> {
  let begun: Buffer[] = [];
  let length = 0;
  let lines = 0;
  for (const chunk of chunksOf(file)) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      const rest = chunk.subarray(from, end);
      yield { line: begun.length === 0 ? rest : Buffer.concat([...begun, rest]), whole: true };
      [begun, length, from] = [[], 0, end + 1];
      lines += 1;
    }
    if (from === chunk.length) continue;
    begun.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > LONGEST_LINE_BYTES)
      throw new BrokenJournal(file, lines, `is longer than ${LONGEST_LINE_BYTES} bytes`);
  }
  if (length > 0) yield { line: Buffer.concat(begun), whole: false };
}

function* chunksOf(file: string): Generator<Buffer> {
  const fd = open(file);
  try {
    const size = Math.min(CHUNK_BYTES, fstatSync(fd).size + 1);
    for (;;) {
      const chunk = Buffer.allocUnsafe(size);
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
    return openPlainFile(file);
  } catch (error) {
    throw new InfraError(`${file}: the journal could not be read: ${messageOf(error)}`, { cause: error });
  }
}
