import { existsSync, globSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openInbox } from '../../evidence/inbox.ts';
import { readRun } from '../../evidence/read-run.ts';
import { openRecorder, type SuiteRecorder } from '../../evidence/recorder.ts';
import { Redactor } from '../../evidence/redaction.ts';
import type { RunFolder } from '../../evidence/store.ts';
import type { SuiteStart } from '../../kernel/evidence.ts';
import { suiteWork } from '../../kernel/run-suite.ts';
import type { FileStore } from '../session/store.ts';
import { count } from '../../reports/format.ts';

/** What a tool's raw output may look like; profiles, sockets and databases are not evidence. */
const WORTH_KEEPING = '**/*.{log,txt,json,ndjson,xml,html,png,jpg,webm,zip}';
const MOST_FILES = 200;

/**
 * Brings what the tools of a killed run had written, and the run had not yet read, into evidence: redacted, bounded. Ends and
 * seals the journal of every suite that the run did not get to seal. Without the run's secrets nothing raw is read.
 */
export async function importLeftovers(
  run: RunFolder,
  raw: RawOutput | undefined,
  store: FileStore,
): Promise<void> {
  for (const { folder, evidence, events, hash, sealed } of readRun(run, { unsealed: true }).suites) {
    const suite = evidence.suite.name;
    if (sealed) continue;
    const end = events.findLast((event) => event.type === 'end');
    const lastAt = events.at(-1)?.at;
    const last = end ? hash : await endSuite(join(run.folder, folder), evidence, raw, lastAt);
    store.event({
      type: 'suite-sealed',
      data: { suite, hash: last, ending: end?.data.ending ?? 'interrupted' },
    });
  }
  if (raw) await keepLogs(join(raw.work, 'target', 'logs'), store);
}

/** The work folder of a dead run, and the redactor that knows its secrets. */
export interface RawOutput {
  readonly work: string;
  readonly redactor: Redactor;
}

async function endSuite(
  folder: string,
  started: SuiteStart,
  raw: RawOutput | undefined,
  lastAt: string | undefined,
): Promise<string> {
  const redactor = raw?.redactor ?? new Redactor();
  const recorder = openRecorder({ folder, redactor, now: () => new Date(), started });
  if (raw) await importSuite(suiteWork(raw.work, started.suite.name), recorder, redactor);
  else
    recorder.loss({
      what: "the tool's raw output was not kept: the secrets of the run are gone, so it could not be redacted",
    });
  recorder.end('interrupted', lastAt);
  recorder.close();
  return recorder.hash;
}

async function importSuite(work: string, recorder: SuiteRecorder, redactor: Redactor): Promise<void> {
  await openInbox({ file: join(work, 'inbox.ndjson'), work, recorder, redactor }).close();
  const files = globSync(WORTH_KEEPING, { cwd: work, exclude: (path) => path.endsWith('node_modules') });
  for (const file of files.slice(0, MOST_FILES)) await recorder.attach(file, join(work, file));
  if (files.length > MOST_FILES)
    recorder.loss({ what: `${count(files.length - MOST_FILES, 'file')} of the tool's output were left out` });
}

async function keepLogs(folder: string, store: FileStore): Promise<void> {
  for (const log of existsSync(folder) ? readdirSync(folder) : []) await store.keepLog(join(folder, log));
}
