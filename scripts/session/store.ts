import { closeSync, existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createUnique } from '../../evidence/attachment-name.ts';
import { copyRedacted } from '../../evidence/copy-redacted.ts';
import { openInbox } from '../../evidence/inbox.ts';
import { openJournal, type Journal } from '../../evidence/journal.ts';
import { openRecorder } from '../../evidence/recorder.ts';
import type { Redactor } from '../../evidence/redaction.ts';
import { namesOfRun, redactRecord } from '../../evidence/redaction/redact-record.ts';
import { shortNameOf, type RunFolder } from '../../evidence/store.ts';
import { loadRequirements } from '../../fixtures/requirements/requirements.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { SuiteStart } from '../../kernel/evidence.ts';
import { runEventSchema, type RunEvent } from '../../kernel/run-journal.ts';
import type { RunStore, SuiteRecording } from '../../kernel/run-ports.ts';
import { tagCheck } from '../../kernel/requirement.ts';
import { kindOf } from '../../kernel/suite.ts';

const LOG_LIMIT_BYTES = 16 * 1024 * 1024;

/** A run's evidence on disk; whatever goes in is redacted first. */
export interface FileStore extends RunStore {
  close(): void;
}

/** Opens a run's evidence for writing, also to go on after a kill. `onSecret` hears of each secret before it is used. */
export function openStore(run: RunFolder, redactor: Redactor, onSecret: () => void): FileStore {
  const whyUnknown = tagCheck(loadRequirements());
  const journal = openRunJournal(run);
  const names = new Set<string>();
  const event = (one: RunEvent) => {
    for (const name of namesOfRun(one)) names.add(name);
    journal.append({ ...one, data: redactRecord(redactor, one.data, names) } as RunEvent);
  };
  return {
    event,
    secret(value) {
      redactor.add(value);
      onSecret();
    },
    openSuite: (start, work, inbox) => {
      const recorder = openRecorder({ folder: suiteFolder(run, start), redactor, now, whyUnknown });
      recorder.start(start);
      return recording(recorder, openInbox({ file: inbox, work, recorder, redactor }));
    },
    keepLog: (file) => keepLog(run, redactor, file, event),
    close: () => journal.close(),
  };
}

const now = () => new Date();

function openRunJournal(run: RunFolder): Journal<RunEvent> {
  return openJournal<RunEvent>({
    file: run.journal,
    schema: runEventSchema,
    now,
    torn: (bytes) => ({
      type: 'warning',
      data: { what: `a torn last line of ${bytes} bytes was cut off the run journal` },
    }),
  });
}

/** Where a suite's evidence goes. */
export function suiteFolder(run: RunFolder, { suite, engine }: Pick<SuiteStart, 'suite' | 'engine'>): string {
  return run.suite(kindOf(suite.name), engine.toolKind, shortNameOf(suite.name));
}

function recording(
  recorder: ReturnType<typeof openRecorder>,
  inbox: ReturnType<typeof openInbox>,
): SuiteRecording {
  return {
    recorder,
    drain: () => inbox.poll(),
    async end(ending) {
      await inbox.close();
      recorder.end(ending);
      recorder.close();
      return recorder.hash;
    },
  };
}

async function keepLog(
  run: RunFolder,
  redactor: Redactor,
  file: string,
  event: (one: RunEvent) => void,
): Promise<void> {
  if (!existsSync(file)) return;
  const name = basename(file);
  const warn = (what: string) => event({ type: 'warning', data: { what: `log ${name}: ${what}` } });
  const to = createUnique(join(run.folder, 'target'), name);
  try {
    const { leftOutBytes } = await copyRedacted({ from: file, to, redactor, limitBytes: LOG_LIMIT_BYTES });
    if (leftOutBytes > 0) warn(`its last ${leftOutBytes} bytes were left out`);
  } catch (error) {
    rmSync(to.file, { force: true });
    warn(`could not be kept: ${messageOf(error)}`);
  } finally {
    closeSync(to.fd);
  }
}
