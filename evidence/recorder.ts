import { closeSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { InfraError, SuiteError } from '../kernel/errors.ts';
import { type Ending, type SuiteEvent, suiteEventSchema, type SuiteStart } from '../kernel/evidence.ts';
import type { Recorder } from '../kernel/recorder.ts';
import { REFERENCE } from '../kernel/reference.ts';
import { attachmentName, createUnique } from './attachment-name.ts';
import { copyRedacted } from './copy-redacted.ts';
import { PRIVATE_FOLDER, writeError } from './disk.ts';
import { type Journal, openJournal } from './journal.ts';
import type { Redactor } from './redaction.ts';
import { namesOfSuite, redactRecord } from './redaction/redact-record.ts';
import { Unreadable } from './redaction/unreadable.ts';
import type { EventName, SuiteEvents } from '../kernel/suite-events.ts';
import type { Sentence } from '../kernel/sentence.ts';

export const SUITE_JOURNAL = 'journal.ndjson';
const DEFAULT_LIMIT_BYTES = 64 * 1024 * 1024;
/** More of a check's detail is not kept. It is cut here, behind the redaction: half a secret is hard to see. */
const LONGEST_DETAIL = 4000;

export interface RecorderOptions {
  /** The suite's evidence folder; made if it is missing. */
  readonly folder: string;
  readonly redactor: Redactor;
  readonly now: () => Date;
  /** A clock that never jumps, for durations; `performance.now` unless told. */
  readonly clockMs?: () => number;
  /** More than this is not kept of one attached file; 64 MB unless told. */
  readonly limitBytes?: number;
  /** The start that the journal has already: the names in it are never redacted. */
  readonly started?: SuiteStart;
  /** Why a check may not carry a reference; undefined where it may. What it says is journalled, once a reference. */
  readonly whyUnknown?: (reference: string) => string | undefined;
}

/** Writes one suite's evidence, and what frames it. */
export interface SuiteRecorder extends Recorder {
  readonly folder: string;
  /** The journal's last hash: what run.ndjson chains when the suite is sealed. */
  readonly hash: string;
  /** The first event. */
  start(start: SuiteStart): void;
  /** An event of whatever name, as a tool's reporter told it. */
  toldEvent(name: string, detail?: object): void;
  /** The last event: evidence without it reads `interrupted`. `lastAt`: when the suite was last heard of, if not now. */
  end(ending: Ending, lastAt?: string): void;
  /** Syncs and closes. */
  close(): void;
}

/**
 * Opens a suite's evidence for writing, also to go on after a kill. Everything recorded is redacted first. An attached file is
 * in the journal, as an `artifact` with its hash, only when it was copied as a whole; what is not or not wholly kept is an
 * event that says why. Throws an InfraError when evidence cannot be written, and for whatever comes after the end: an engine may
 * outlive its suite, but its evidence is sealed.
 */
export function openRecorder(options: RecorderOptions): SuiteRecorder {
  try {
    mkdirSync(options.folder, { recursive: true, mode: PRIVATE_FOLDER });
  } catch (error) {
    throw writeError(options.folder, error);
  }
  const journal = openJournal<SuiteEvent>({
    file: join(options.folder, SUITE_JOURNAL),
    schema: suiteEventSchema,
    now: options.now,
    torn: (bytes) => ({ type: 'event', data: { name: 'journal-torn', detail: { bytes } } }),
  });
  return new JournalRecorder(options, journal);
}

class JournalRecorder implements SuiteRecorder {
  readonly folder: string;
  readonly #options: RecorderOptions;
  readonly #journal: Journal<SuiteEvent>;
  readonly #limitBytes: number;
  /** Files that are being copied: names by path. */
  readonly #copying = new Map<string, string>();
  readonly #names: Set<string>;
  readonly #told = new Set<string>();
  #ended = false;
  #startedMs: number | undefined;

  constructor(options: RecorderOptions, journal: Journal<SuiteEvent>) {
    this.folder = options.folder;
    this.#options = options;
    this.#journal = journal;
    this.#limitBytes = options.limitBytes ?? DEFAULT_LIMIT_BYTES;
    this.#names = new Set(options.started && namesOfSuite(options.started));
  }

  get hash(): string {
    return this.#journal.hash;
  }

  start(start: SuiteStart): void {
    for (const name of namesOfSuite(start)) this.#names.add(name);
    this.#append('start', start);
    this.#startedMs = this.#clockMs();
  }

  check(check: Parameters<Recorder['check']>[0]): void {
    const proves = check.proves?.filter((reference) => this.#isMeant(reference));
    this.#tellUnknown(proves ?? []);
    const { detail, ...rest } = this.#redacted({ ...check, ...(proves && { proves }) });
    this.#write('check', {
      ...rest,
      ...(detail !== undefined && { detail: detail.slice(0, LONGEST_DETAIL) }),
    });
  }

  /** A stranger's tag may look like a mistyped reference. */
  #isMeant(reference: string): boolean {
    return REFERENCE.test(reference) || this.#options.whyUnknown?.(reference) !== undefined;
  }

  #tellUnknown(references: readonly string[]): void {
    for (const reference of references) {
      const why = this.#told.has(reference) ? undefined : this.#options.whyUnknown?.(reference);
      if (why !== undefined) this.event('reference-unknown', { reference, why });
      this.#told.add(reference);
    }
  }

  metric(metric: Parameters<Recorder['metric']>[0]): void {
    this.#append('metric', metric);
  }

  finding(finding: Parameters<Recorder['finding']>[0]): void {
    this.#append('finding', finding);
  }

  event<N extends EventName>(name: N | `${string}.${N}`, detail: SuiteEvents[N]): void {
    this.toldEvent(name, detail);
  }

  loss(sentence: Sentence): void {
    this.event('loss', sentence);
  }

  toldEvent(name: string, detail: object = {}): void {
    this.#append('event', { name, detail });
  }

  end(ending: Ending, lastAt?: string): void {
    this.#giveUpCopies();
    const durationMs = this.#startedMs === undefined ? undefined : this.#clockMs() - this.#startedMs;
    this.#append('end', {
      ending,
      ...(lastAt !== undefined && { lastAt }),
      ...(durationMs !== undefined && { durationMs: Math.round(durationMs) }),
    });
    this.#ended = true;
  }

  #clockMs(): number {
    return this.#options.clockMs?.() ?? performance.now();
  }

  /** What was not copied as a whole when the suite ended is not evidence. */
  #giveUpCopies(): void {
    for (const [file, name] of this.#copying) {
      rmSync(file, { force: true });
      this.event('attach-refused', { name, reason: 'the suite ended before it was copied' });
    }
  }

  async attach(name: string, file: string): Promise<void> {
    this.#refuseIfEnded();
    const wanted = attachmentName(this.#options.redactor.text(name));
    if (wanted === undefined) {
      this.event('attach-refused', { name, reason: 'the name leaves the evidence folder' });
      return;
    }
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) {
      this.event('attach-missing', { name, file });
      return;
    }
    if (!stat.isFile()) {
      this.event('attach-refused', { name, file, reason: 'it is not a file' });
      return;
    }
    await this.#copy(wanted, file);
  }

  async #copy(name: string, from: string): Promise<void> {
    const to = createUnique(this.folder, name);
    const { redactor } = this.#options;
    this.#copying.set(to.file, name);
    try {
      const copy = await copyRedacted({ from, to, redactor, limitBytes: this.#limitBytes });
      // As it is called on disk; the name was redacted before it was made safe.
      this.#write('artifact', { path: to.path, sha256: copy.sha256 });
      if (copy.leftOutBytes > 0)
        this.event('attach-truncated', { name: to.path, leftOutBytes: copy.leftOutBytes });
    } catch (error) {
      rmSync(to.file, { force: true });
      if (!(error instanceof Unreadable)) throw error;
      this.event('attach-refused', { name, file: from, reason: error.message });
    } finally {
      this.#copying.delete(to.file);
      closeSync(to.fd);
    }
  }

  sync(): void {
    this.#journal.sync();
  }

  close(): void {
    this.#journal.close();
  }

  #refuseIfEnded(): void {
    if (this.#ended)
      throw new InfraError(`${this.folder}: the suite has ended: nothing more is recorded of it`);
  }

  #append(type: SuiteEvent['type'], data: object): void {
    this.#write(type, this.#redacted(data));
  }

  #redacted<T extends object>(data: T): T {
    return redactRecord(this.#options.redactor, data, this.#names);
  }

  #write(type: SuiteEvent['type'], data: object): void {
    this.#refuseIfEnded();
    try {
      this.#journal.append({ type, data } as SuiteEvent);
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      throw new SuiteError(`evidence refuses this ${type}: ${z.prettifyError(error)}`, { cause: error });
    }
  }
}
