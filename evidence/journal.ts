import { closeSync, fdatasyncSync, fsyncSync, ftruncateSync, openSync, statSync } from 'node:fs';
import type { z } from 'zod';
import { PRIVATE_FILE, writeAll, writeError } from './disk.ts';
import { type AnyEvent, encodeLine, GENESIS } from './journal-line.ts';
import { readJournal } from './journal-reader.ts';

/** An append-only, hash-chained file of JSON lines. It has one writer at a time. */
export interface Journal<E> {
  /** The last line's hash. */
  readonly hash: string;
  /** How many events it holds. */
  readonly length: number;
  /**
   * Writes one event as one line before it returns: all of it, or nothing. Throws a ZodError for an event that the schema
   * refuses, and an InfraError when it cannot be written, for instance on a full disk, or after it was closed.
   */
  append(event: E): void;
  /** Forces everything appended onto the disk. */
  sync(): void;
  /** Syncs and closes. Nothing can be appended or synced afterwards; closing it once more is nothing. */
  close(): void;
}

export interface JournalOptions<E> {
  readonly file: string;
  /** Every event is parsed before it is written, so that whatever is written can be read. */
  readonly schema: z.ZodType<E>;
  readonly now: () => Date;
  /** What to record when a torn last line of that many bytes, left by a kill, was cut off. */
  readonly torn: (bytes: number) => E;
}

/**
 * Opens a journal for writing; continues the chain of one that exists, after cutting off and recording a torn last line.
 * Throws an InfraError naming file and line if the existing chain is broken.
 */
export function openJournal<E extends AnyEvent>(options: JournalOptions<E>): Journal<E> {
  const { file, schema } = options;
  const exists = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  const found = exists ? readJournal(file, schema) : undefined;
  const writer = new JournalWriter(options, {
    hash: found?.hash ?? GENESIS,
    length: found?.events.length ?? 0,
    bytes: found?.bytes ?? 0,
  });
  if (found !== undefined && found.tornBytes > 0) {
    writer.cut();
    writer.append(options.torn(found.tornBytes));
  }
  return writer;
}

class JournalWriter<E extends AnyEvent> implements Journal<E> {
  readonly #options: JournalOptions<E>;
  readonly #fd: number;
  #bytes: number;
  #closed = false;
  /** Why nothing more may be written. */
  #over: string | undefined;
  hash: string;
  length: number;

  constructor(options: JournalOptions<E>, end: { hash: string; length: number; bytes: number }) {
    this.#options = options;
    this.hash = end.hash;
    this.length = end.length;
    this.#bytes = end.bytes;
    this.#fd = this.#orSay(() => openSync(options.file, 'a', PRIVATE_FILE));
  }

  append(event: E): void {
    this.#refuseIfOver();
    const { type, data } = this.#options.schema.parse(event);
    const at = this.#options.now().toISOString();
    const line = encodeLine({ seq: this.length, at, type, data, prev: this.hash });
    const bytes = Buffer.from(`${line.text}\n`);
    try {
      writeAll(this.#fd, bytes);
    } catch (error) {
      this.#cutOrGiveUp();
      throw writeError(this.#options.file, error);
    }
    this.hash = line.hash;
    this.length += 1;
    this.#bytes += bytes.length;
  }

  /** A part of a line that stays would break the chain at the next append: then there must be none. */
  #cutOrGiveUp(): void {
    try {
      this.cut();
    } catch {
      this.#over ??= 'an earlier event was written only in part';
    }
  }

  /** Cuts off what stands behind the last whole line. */
  cut(): void {
    this.#orSay(() => ftruncateSync(this.#fd, this.#bytes));
  }

  sync(): void {
    this.#refuseIfOver();
    this.#orSay(() => fdatasyncSync(this.#fd));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#over = 'it is closed: what it was for has ended';
    try {
      this.#orSay(() => fsyncSync(this.#fd));
    } finally {
      closeSync(this.#fd);
    }
  }

  /** Once it is closed its descriptor may be another file's. */
  #refuseIfOver(): void {
    if (this.#over !== undefined) throw writeError(this.#options.file, this.#over);
  }

  #orSay<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw writeError(this.#options.file, error);
    }
  }
}
