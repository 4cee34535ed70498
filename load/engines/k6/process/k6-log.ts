import { appendFileSync } from 'node:fs';
import { z } from 'zod';
import { OwnFailures } from '../offer/own-failures.ts';

const entrySchema = z.looseObject({
  level: z.string().catch('info'),
  msg: z.string().catch(''),
  error: z.string().optional().catch(undefined),
  source: z.string().optional().catch(undefined),
});

export interface Thrown {
  /** One line: the message and the script's line that threw it. */
  readonly sentence: string;
  count: number;
  /** Thrown by `fail()`: the script's own verdict, not an accident. */
  readonly deliberate: boolean;
}

/** A soak that warns with each request would fill its evidence with one sentence. */
const LOG_BYTES_AT_MOST = 512 * 1024;
const KINDS_AT_MOST = 20;

/** Reads k6's JSON log as it comes: keeps it in a bounded file and gathers what k6's exit code does not tell. */
export class K6Log {
  /** Exceptions by what was thrown where; further kinds are only counted. */
  readonly thrown = new Map<string, Thrown>();
  furtherThrown = 0;
  /** Requests that k6 warns of, and that never left for a reason of our own. */
  readonly ownFailures = new OwnFailures();
  /** The last thing that k6 itself called an error. */
  lastError: string | undefined;
  #bytes = 0;
  readonly #file: string | undefined;
  readonly #base: string;

  /** Without a file nothing is kept. Paths in messages are shortened to be relative to `base`. */
  constructor(file: string | undefined, base: string) {
    this.#file = file;
    this.#base = base;
  }

  /** Reads the log of one process; several of them may be open at once. */
  reader(): { push(chunk: string): void; end(): void } {
    let rest = '';
    const push = (chunk: string) => {
      this.#keep(chunk);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#line(line);
    };
    const end = () => {
      if (rest !== '') this.#line(rest);
      rest = '';
    };
    return { push, end };
  }

  #keep(chunk: string): void {
    if (this.#file === undefined || this.#bytes >= LOG_BYTES_AT_MOST) return;
    this.#bytes += chunk.length;
    const full = this.#bytes >= LOG_BYTES_AT_MOST;
    appendFileSync(this.#file, full ? `${chunk}\n{"level":"warning","msg":"log cut here"}\n` : chunk);
  }

  #line(line: string): void {
    const entry = parseEntry(line);
    if (entry === undefined) {
      // Go prints a panic as plain text; its first line says why.
      if (line.startsWith('panic:') || line.startsWith('fatal error:')) this.lastError = line;
      return;
    }
    if (entry.level === 'warning' && entry.error !== undefined) this.ownFailures.add('', entry.error);
    if (entry.level !== 'error' || entry.source === 'console') return;
    this.lastError = sentenceOf(entry.msg, this.#base);
    if (entry.source === 'stacktrace') this.#throw(entry.msg);
  }

  #throw(message: string): void {
    const sentence = sentenceOf(message, this.#base);
    const known = this.thrown.get(sentence);
    if (known !== undefined) known.count++;
    else if (this.thrown.size >= KINDS_AT_MOST) this.furtherThrown++;
    else this.thrown.set(sentence, { sentence, count: 1, deliberate: /\(\*K6\)\.Fail\b/.test(message) });
  }
}

function parseEntry(line: string): z.infer<typeof entrySchema> | undefined {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** `Error: boom at thing (file:///x/load/a.k6.ts:7:8(7))` and more frames → `Error: boom (a.k6.ts:7:8)`. */
export function sentenceOf(message: string, base: string): string {
  const [head = '', ...frames] = message.split(/\n\tat |\n(?=\s*at )/);
  const text = head.trim().replace(/\s+/g, ' ');
  const place = frames.map((frame) => placeOf(frame, base)).find((found) => found !== undefined);
  const shortened = text.replaceAll(`file://${base}/`, '');
  return place === undefined ? shortened : `${shortened} (${place})`;
}

function placeOf(frame: string, base: string): string | undefined {
  const match = /file:\/\/(\/[^\n]*?):(\d+):(\d+)\(/.exec(frame);
  if (match === null) return undefined;
  const [, path = '', line = '', column = ''] = match;
  const short = path.startsWith(`${base}/`) ? path.slice(base.length + 1) : path;
  return `${short}:${line}:${column}`;
}
