import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { writeAll, writeError } from './disk.ts';
import type { Redactor } from './redaction.ts';
import { contentTypeOf, HEAD_BYTES } from './redaction/content-type.ts';
import { holdsEmbedded, redactContent } from './redaction/redact-content.ts';
import { Unreadable } from './redaction/unreadable.ts';

export interface CopyRequest {
  readonly from: string;
  /** An open file to write to, and its name for messages. */
  readonly to: { readonly fd: number; readonly file: string };
  readonly redactor: Redactor;
  readonly limitBytes: number;
  /** Longer text is copied piece by piece, unless an archive is embedded in it: that needs the whole. Usually 16 MB. */
  readonly wholeTextBytes?: number;
}

export interface Copy {
  readonly sha256: string;
  /** How many bytes of the original were left out at its end; 0 if it is whole. */
  readonly leftOutBytes: number;
}

const CHUNK_BYTES = 256 * 1024;
const WHOLE_TEXT_BYTES = 16 * 1024 * 1024;

/**
 * Copies a file without its secrets. Text above the limit is cut; anything else above it, and what cannot be searched, throws
 * Unreadable with the reason. Throws an InfraError when the copy cannot be written.
 */
export async function copyRedacted(request: CopyRequest): Promise<Copy> {
  const { wholeTextBytes = WHOLE_TEXT_BYTES } = request;
  const source = await open(request.from, 'r');
  try {
    const { size } = await source.stat();
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await source.read(head, 0, HEAD_BYTES, 0);
    const type = contentTypeOf(request.from, head.subarray(0, bytesRead));
    if (type === 'text' && size > wholeTextBytes && !(await embedsArchive(source, request.limitBytes)))
      return await copyLongText(request, source, size);
    if (size > request.limitBytes && (type !== 'text' || size > wholeTextBytes))
      throw new Unreadable(tooLarge(size, request.limitBytes));
    return await copyWhole(request, size);
  } finally {
    await source.close();
  }
}

const OVERLAP_BYTES = 32;

/** Looks no further than what would be kept. */
async function embedsArchive(source: FileHandle, limitBytes: number): Promise<boolean> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  // Pieces overlap, so that a mark that lies across two of them is seen.
  for (let at = 0; at < limitBytes; at += CHUNK_BYTES - OVERLAP_BYTES) {
    const { bytesRead } = await source.read(chunk, 0, CHUNK_BYTES, at);
    if (holdsEmbedded(chunk.subarray(0, bytesRead))) return true;
    if (bytesRead < CHUNK_BYTES) break;
  }
  return false;
}

function tooLarge(size: number, limit: number): string {
  return `it has ${size} bytes, more than the ${limit} that are kept of a file that cannot be cut`;
}

async function copyWhole(request: CopyRequest, size: number): Promise<Copy> {
  const redacted = await redactContent(request.redactor, request.from, await readFile(request.from));
  const writer = new HashingWriter(request.to);
  const tooLong = size > request.limitBytes;
  writer.write(tooLong ? redacted.subarray(0, request.limitBytes) : redacted);
  return finish(writer, tooLong ? size - request.limitBytes : 0);
}

async function copyLongText(request: CopyRequest, source: FileHandle, size: number): Promise<Copy> {
  const writer = new HashingWriter(request.to);
  const filter = request.redactor.filter();
  let left = request.limitBytes;
  const write = (redacted: Buffer) => {
    writer.write(redacted.subarray(0, left));
    left -= Math.min(left, redacted.length);
  };
  // Cut is what was redacted: a secret that lies across the end is seen as a whole.
  for (let read = 0; left > 0;) {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const { bytesRead } = await source.read(chunk, 0, CHUNK_BYTES, read);
    if (bytesRead === 0) break;
    read += bytesRead;
    write(filter.push(chunk.subarray(0, bytesRead)));
  }
  write(filter.end());
  return finish(writer, Math.max(0, size - request.limitBytes));
}

function finish(writer: HashingWriter, leftOutBytes: number): Copy {
  if (leftOutBytes > 0) writer.write(Buffer.from(`\n[truncated: ${leftOutBytes} bytes left out]\n`));
  return { sha256: writer.digest(), leftOutBytes };
}

class HashingWriter {
  readonly #to: CopyRequest['to'];
  readonly #hash = createHash('sha256');

  constructor(to: CopyRequest['to']) {
    this.#to = to;
  }

  write(bytes: Buffer): void {
    this.#hash.update(bytes);
    try {
      writeAll(this.#to.fd, bytes);
    } catch (error) {
      throw writeError(this.#to.file, error);
    }
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}
