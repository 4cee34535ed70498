import { appendFileSync } from 'node:fs';
import { OwnFailures } from './own-failures.ts';
import { Exceptions } from './exceptions.ts';
import {
  isDeliberate,
  isError,
  isException,
  isToldElsewhere,
  type LogEntry,
  parseEntry,
  sentenceOf,
} from './log-entry.ts';

/** A soak that warns with each request would fill its evidence with one sentence. */
const LOG_BYTES_AT_MOST = 512 * 1024;

/** Reads k6's JSON log as it comes: keeps it in a bounded file and gathers what k6's exit code does not tell. */
export class K6Log {
  /** Accidents of the script. */
  readonly thrown = new Exceptions();
  /** Iterations that the script gave up with `fail()`. */
  readonly givenUp = new Exceptions();
  /** Requests that k6 warns of, and that never left for a reason of our own. */
  readonly ownFailures = new OwnFailures();
  /** The last thing that k6 itself called an error. */
  lastError: string | undefined;
  /** What k6 itself called an error, that neither the script threw nor anything else tells. */
  ownErrors = 0;
  firstOwnError: string | undefined;
  /** Is told of every message and error. */
  onMessage: (text: string) => void = () => undefined;
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
    for (const text of [entry.error, entry.msg]) if (text !== undefined) this.onMessage(text);
    if (entry.level === 'warning' && entry.error !== undefined) this.ownFailures.add('', entry.error);
    if (isError(entry)) this.#error(entry);
  }

  #error(entry: LogEntry): void {
    const sentence = sentenceOf(entry.msg, this.#base);
    this.lastError = sentence;
    if (isException(entry)) (isDeliberate(entry) ? this.givenUp : this.thrown).add(sentence, entry.scenario);
    else if (!isToldElsewhere(entry)) {
      this.ownErrors++;
      this.firstOwnError ??= entry.error === undefined ? sentence : `${sentence}: ${entry.error}`;
    }
  }
}
