import { dirname, join } from 'node:path';
import { type SuiteEvent, suiteEventSchema } from '../kernel/evidence.ts';
import { type JournalReading, readJournal } from './journal-reader.ts';
import { filesBelow } from './manifest.ts';
import { SUITE_JOURNAL } from './recorder.ts';

/** The suites' evidence folders below a run's folder, relative, sorted: those that have a journal. */
export function suiteFolders(folder: string): readonly string[] {
  return filesBelow(folder)
    .filter((path) => path.split('/').length === 4 && path.endsWith(`/${SUITE_JOURNAL}`))
    .map((path) => dirname(path));
}

/** Throws an InfraError naming file and line where the journal's chain is broken. */
export function readSuiteJournal(folder: string): JournalReading<SuiteEvent> {
  return readJournal(join(folder, SUITE_JOURNAL), suiteEventSchema);
}
