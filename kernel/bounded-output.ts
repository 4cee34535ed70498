import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

const LOOK_EVERY_MS = 100;
const MIB = 1024 * 1024;

export interface Bounds {
  /** So much of the beginning stays, and as much of the end; whole lines only, for half a secret would not be recognised. */
  readonly keepBytes: number;
  /** A file that is larger is cut. */
  readonly mostBytes: number;
}

const USUAL: Bounds = { keepBytes: 4 * MIB, mostBytes: 16 * MIB };

/**
 * Keeps the output of a tool from filling the disk, while the tool goes on as if nothing were: of a file that processes append to,
 * the middle is taken out as often as it grows too large, and a line says how much that was. Gives how to end it, with a last
 * look; who started last ends it. What is written while the file is being cut goes uncounted.
 */
export function boundOutput(file: string, bounds: Bounds = USUAL): () => void {
  const bounded = BOUNDED.get(file) ?? new BoundedOutput(file, bounds);
  BOUNDED.set(file, bounded);
  bounded.users += 1;
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    bounded.look();
    bounded.users -= 1;
    if (bounded.users > 0) return;
    bounded.end();
    BOUNDED.delete(file);
  };
}

/** Several processes may share a file. */
const BOUNDED = new Map<string, BoundedOutput>();

class BoundedOutput {
  users = 0;
  readonly #file: string;
  readonly #bounds: Bounds;
  readonly #timer: NodeJS.Timeout;
  #headBytes: number | undefined;
  #noteBytes = 0;
  #leftOutBytes = 0;

  constructor(file: string, bounds: Bounds) {
    this.#file = file;
    this.#bounds = bounds;
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  look(): void {
    try {
      this.#look();
    } catch {
      // It is gone, or not ours to cut: the tool's output is no reason to end a run.
    }
  }

  #look(): void {
    const fd = openSync(this.#file, 'r+');
    try {
      const stat = fstatSync(fd);
      if (stat.isFile() && stat.size > this.#bounds.mostBytes) this.#cut(fd);
    } finally {
      closeSync(fd);
    }
  }

  #cut(fd: number): void {
    const { keepBytes } = this.#bounds;
    this.#headBytes ??= lastLineEnd(read(fd, 0, keepBytes));
    const end = read(fd, fstatSync(fd).size - keepBytes, keepBytes);
    const tail = end.subarray(firstLineStart(end));
    const { size } = fstatSync(fd);
    this.#leftOutBytes += size - this.#headBytes - this.#noteBytes - tail.length;
    const note = Buffer.from(
      `[… at least ${this.#leftOutBytes} bytes were left out here: the tool printed too much …]\n`,
    );
    this.#noteBytes = note.length;
    ftruncateSync(fd, this.#headBytes);
    this.#append(Buffer.concat([note, tail]));
  }

  #append(bytes: Buffer): void {
    const fd = openSync(this.#file, 'a');
    try {
      writeSync(fd, bytes);
    } finally {
      closeSync(fd);
    }
  }
}

const NEWLINE = 0x0a;

function lastLineEnd(bytes: Buffer): number {
  return bytes.lastIndexOf(NEWLINE) + 1;
}

function firstLineStart(bytes: Buffer): number {
  const newline = bytes.indexOf(NEWLINE);
  return newline === -1 ? bytes.length : newline + 1;
}

function read(fd: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(fd, bytes, 0, length, from));
}
