import { closeSync, existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type SuiteStart } from '../kernel/evidence.ts';
import { type RunEvent, runEventSchema } from '../kernel/run-journal.ts';
import type { RunStore, SuiteRecording } from '../kernel/run-ports.ts';
import { kindOf, type ToolKind } from '../kernel/suite.ts';
import { createUnique } from './attachment-name.ts';
import { copyRedacted } from './copy-redacted.ts';
import { openInbox } from './inbox.ts';
import { type Journal, openJournal } from './journal.ts';
import { openRecorder } from './recorder.ts';
import type { Redactor } from './redaction.ts';
import { Unreadable } from './redaction/unreadable.ts';
import { type RunFolder, shortNameOf } from './store.ts';

const LOG_LIMIT_BYTES = 64 * 1024 * 1024;

export interface RunStoreOptions {
  /** Made by `createRun`, or left by a run that was killed: its journal is continued. */
  readonly run: RunFolder;
  readonly redactor: Redactor;
  readonly now: () => Date;
  /** Called before a new secret can be used anywhere, for instance to keep it for whoever redacts after a kill. */
  readonly onSecret?: (value: string) => void;
}

/** A run's evidence on disk. `close` syncs and closes run.ndjson; its `hash` is the last one. */
export interface FileRunStore extends RunStore {
  readonly hash: string;
  close(): void;
}

/** Throws an InfraError when evidence cannot be written or continued. */
export function openRunStore(options: RunStoreOptions): FileRunStore {
  const { run, redactor, now } = options;
  const journal = openJournal<RunEvent>({
    file: run.journal,
    schema: runEventSchema,
    now,
    torn: (bytes) => ({ type: 'warning', data: { what: `a torn last line of ${bytes} bytes was cut off` } }),
  });
  const event = (one: RunEvent) => {
    appendRedacted(journal, redactor, one);
  };
  return {
    event,
    openSuite: (start, work, inbox) => openSuite(options, start, work, inbox),
    keepLog: (file) => keepLog(options, event, file),
    secret: (value) => {
      redactor.add(value);
      options.onSecret?.(value);
    },
    close: () => journal.close(),
    get hash() {
      return journal.hash;
    },
  };
}

/** Only `data`: an event's type is ours. */
function appendRedacted(journal: Journal<RunEvent>, redactor: Redactor, { type, data }: RunEvent): void {
  journal.append({ type, data: redactor.value(data) } as RunEvent);
}

/** A suite's evidence folder in a run. */
export function suiteFolderOf(run: RunFolder, suiteName: string, toolKind: string): string {
  return run.suite(kindOf(suiteName), toolKind as ToolKind, shortNameOf(suiteName));
}

function openSuite(options: RunStoreOptions, start: SuiteStart, work: string, file: string): SuiteRecording {
  const folder = suiteFolderOf(options.run, start.suite.name, start.engine.toolKind);
  const recorder = openRecorder({ folder, redactor: options.redactor, now: options.now });
  recorder.start(start);
  const inbox = openInbox({ file, work, recorder });
  return {
    recorder,
    drain: () => inbox.poll(),
    end: async (ending) => {
      await inbox.close();
      recorder.end(ending);
      recorder.close();
      return recorder.hash;
    },
  };
}

async function keepLog(
  { run, redactor }: RunStoreOptions,
  event: (event: RunEvent) => void,
  file: string,
): Promise<void> {
  if (!existsSync(file)) {
    warn(event, `the target's log ${file} is missing`);
    return;
  }
  const to = createUnique(join(run.folder, 'target'), basename(file));
  try {
    const copy = await copyRedacted({ from: file, to, redactor, limitBytes: LOG_LIMIT_BYTES });
    if (copy.leftOutBytes > 0) warn(event, `${to.path}: ${copy.leftOutBytes} bytes at the end were left out`);
  } catch (error) {
    rmSync(to.file, { force: true });
    if (!(error instanceof Unreadable)) throw error;
    warn(event, `the target's log ${file} was left out: ${error.message}`);
  } finally {
    closeSync(to.fd);
  }
}

function warn(event: (event: RunEvent) => void, what: string): void {
  event({ type: 'warning', data: { what } });
}
