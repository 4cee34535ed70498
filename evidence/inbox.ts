import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { z } from 'zod';
import { type InboxEvent, inboxEventSchema } from '../kernel/evidence.ts';
import type { Recorder } from '../kernel/recorder.ts';
import { writeAtomically } from './disk.ts';
import type { Redactor } from './redaction.ts';
import type { SuiteRecorder } from './recorder.ts';

export interface InboxOptions {
  /** The file that tool-side reporters append to; it may not exist yet. */
  readonly file: string;
  /** The suite's work folder: only files inside may be attached, and their paths may be relative to it. */
  readonly work: string;
  readonly recorder: Recorder & Pick<SuiteRecorder, 'toldEvent'>;
  /** For excerpts, which are cut when they were redacted. */
  readonly redactor: Redactor;
}

/** Reads a suite's inbox into its evidence as it grows. */
export interface Inbox {
  /** Records every whole line that is new. Calls wait for each other. */
  poll(): Promise<void>;
  /** Records what is left, also a last line without its newline. */
  close(): Promise<void>;
}

const NEWLINE = 0x0a;
const CHUNK_BYTES = 1 << 20;
const LONGEST_LINE_BYTES = 8 << 20;
const MOST_MALFORMED = 20;
const EXCERPT = 200;
/** So much is redacted for it: what it holds is seen as a whole. */
const AROUND_EXCERPT = 64 * 1024;

/**
 * Opens an inbox where an earlier reader, perhaps killed, stopped. That place is kept in `<file>.offset`, written after the
 * events were recorded: so a kill loses none, but may record the last few twice. A check that comes twice with one id and
 * attempt counts once, and so does a metric; a finding has a fingerprint.
 */
export function openInbox(options: InboxOptions): Inbox {
  const reader = new InboxReader(options);
  let last: Promise<void> = Promise.resolve();
  const inTurn = (action: () => Promise<void>): Promise<void> => {
    const turn = last.then(action);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    poll: () => inTurn(() => reader.drain()),
    close: () =>
      inTurn(async () => {
        await reader.drain();
        await reader.finish();
      }),
  };
}

class InboxReader {
  readonly #options: InboxOptions;
  readonly #offsetFile: string;
  /** Everything before it is recorded. */
  #offset: number;
  #malformed = 0;

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#offsetFile = `${options.file}.offset`;
    this.#offset = existsSync(this.#offsetFile) ? Number(readFileSync(this.#offsetFile, 'utf8')) || 0 : 0;
  }

  async drain(): Promise<void> {
    if (!existsSync(this.#options.file)) return;
    const before = this.#offset;
    const file = await open(this.#options.file, 'r');
    try {
      if ((await file.stat()).size < this.#offset) this.#restart();
      await this.#drainFrom(file);
    } finally {
      await file.close();
      if (this.#offset !== before) writeAtomically(this.#offsetFile, String(this.#offset));
    }
  }

  /** Records a last line that has no newline, and how many malformed lines were not recorded one by one. */
  async finish(): Promise<void> {
    if (existsSync(this.#options.file)) {
      const rest = readFileSync(this.#options.file).subarray(this.#offset);
      if (rest.length > 0) await this.#record(rest);
      this.#offset += rest.length;
      writeAtomically(this.#offsetFile, String(this.#offset));
    }
    const more = this.#malformed - MOST_MALFORMED;
    if (more > 0) this.#options.recorder.event('inbox-malformed', { more });
  }

  async #drainFrom(file: FileHandle): Promise<void> {
    for (let size = CHUNK_BYTES; ;) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, this.#offset);
      const bytes = buffer.subarray(0, bytesRead);
      const whole = bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);
      if (whole.length > 0) await this.#recordLines(whole);
      else if (bytesRead < size) return;
      else if (size < LONGEST_LINE_BYTES) size *= 2;
      else this.#skip(bytes);
    }
  }

  async #recordLines(lines: Buffer): Promise<void> {
    for (let from = 0; from < lines.length;) {
      const end = lines.indexOf(NEWLINE, from);
      await this.#record(lines.subarray(from, end));
      this.#offset += end + 1 - from;
      from = end + 1;
    }
  }

  async #record(line: Buffer): Promise<void> {
    const text = line.toString().trim();
    if (text === '') return;
    const event = parseLine(text);
    if ('malformed' in event) this.#complain(text, event.malformed);
    else await record(event, this.#options);
  }

  #skip(bytes: Buffer): void {
    this.#complain(
      bytes.toString('utf8', 0, AROUND_EXCERPT),
      `a line is longer than ${LONGEST_LINE_BYTES} bytes`,
    );
    this.#offset += bytes.length;
  }

  #restart(): void {
    this.#options.recorder.event('inbox-shrunk', { readBytes: this.#offset });
    this.#offset = 0;
  }

  #complain(text: string, reason: string): void {
    this.#malformed += 1;
    if (this.#malformed > MOST_MALFORMED) return;
    const excerpt = this.#options.redactor.text(text.slice(0, AROUND_EXCERPT)).slice(0, EXCERPT);
    this.#options.recorder.event('inbox-malformed', { reason, excerpt });
  }
}

function parseLine(text: string): InboxEvent | { readonly malformed: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own words quote a few letters of the line, cut.
    return { malformed: 'it is not JSON' };
  }
  const parsed = inboxEventSchema.safeParse(json);
  return parsed.success ? parsed.data : { malformed: z.prettifyError(parsed.error) };
}

async function record(event: InboxEvent, options: InboxOptions): Promise<void> {
  const { recorder } = options;
  switch (event.type) {
    case 'check': {
      recorder.check(event.data);
      return;
    }
    case 'metric': {
      recorder.metric(event.data);
      return;
    }
    case 'finding': {
      recorder.finding(event.data);
      return;
    }
    case 'event': {
      recorder.toldEvent(event.data.name, event.data.detail);
      return;
    }
    case 'attach':
      return attach(event.data.name, event.data.file, options);
  }
}

async function attach(name: string, file: string, { work, recorder }: InboxOptions): Promise<void> {
  const path = resolve(work, file);
  if (isInside(path, work)) return recorder.attach(name, path);
  recorder.event('attach-refused', { name, file, reason: 'it is outside the work folder' });
}

/** Follows symbolic links, so that none leads out. */
function isInside(path: string, folder: string): boolean {
  if (!path.startsWith(resolve(folder) + sep)) return false;
  return !existsSync(path) || realpathSync(path).startsWith(realpathSync(folder) + sep);
}
