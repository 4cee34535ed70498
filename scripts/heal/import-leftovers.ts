import { existsSync, globSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openInbox } from '../../evidence/inbox.ts';
import { openRecorder } from '../../evidence/recorder.ts';
import type { Redactor } from '../../evidence/redaction.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { readSuiteJournal, suiteFolders } from '../../evidence/suite-journals.ts';
import { fold } from '../../kernel/evidence.ts';
import { suiteWork } from '../../kernel/run-suite.ts';
import type { FileStore } from '../run/store.ts';

/** What a tool's raw output may look like; profiles, sockets and databases are not evidence. */
const WORTH_KEEPING = '**/*.{log,txt,json,ndjson,xml,html,png,jpg,webm,zip}';
const MOST_FILES = 200;

/** Brings what the tools of a killed run had written, and the run had not yet read, into evidence: redacted, bounded. */
export async function importLeftovers(
  run: RunFolder,
  work: string,
  redactor: Redactor,
  store: FileStore,
): Promise<void> {
  for (const folder of suiteFolders(run.folder))
    await importSuite(join(run.folder, folder), work, redactor, store);
  const logs = join(work, 'target', 'logs');
  for (const log of existsSync(logs) ? readdirSync(logs) : []) await store.keepLog(join(logs, log));
}

async function importSuite(
  folder: string,
  runWork: string,
  redactor: Redactor,
  store: FileStore,
): Promise<void> {
  const evidence = fold(readSuiteJournal(folder).events);
  if (evidence === undefined || evidence.endedAt !== undefined) return;
  const work = suiteWork(runWork, evidence.suite.name);
  const recorder = openRecorder({ folder, redactor, now: () => new Date() });
  const inbox = openInbox({ file: join(work, 'inbox.ndjson'), work, recorder });
  await inbox.close();
  const files = globSync(WORTH_KEEPING, { cwd: work, exclude: (path) => path.endsWith('node_modules') });
  for (const file of files.slice(0, MOST_FILES)) await recorder.attach(join('left', file), join(work, file));
  if (files.length > MOST_FILES)
    recorder.event('left-out', { files: files.length - MOST_FILES, of: relative(runWork, work) });
  recorder.end('interrupted');
  recorder.close();
  store.event({
    type: 'suite-sealed',
    data: { suite: evidence.suite.name, hash: recorder.hash, ending: 'interrupted' },
  });
}
