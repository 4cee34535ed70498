import { dirname, join } from 'node:path';
import { type SuiteEvent, suiteEventSchema } from '../kernel/evidence.ts';
import type { Entry } from './entries.ts';
import { type ReadJournal, readJournal } from './journal-reader.ts';
import { SUITE_JOURNAL } from './recorder.ts';

/** The suites' evidence folders among the entries of a run's folder, relative, sorted: those that have a journal. */
export function suiteFolders(entries: readonly Entry[]): readonly string[] {
  return entries
    .map(({ path }) => path)
    .filter((path) => path.split('/').length === 4 && path.endsWith(`/${SUITE_JOURNAL}`))
    .map((path) => dirname(path));
}

/**
 * For whoever writes a suite's journal, or has just ended it. Who judges or shows takes it from `readRun`, which knows whether it is
 * the one that was sealed. Throws an InfraError naming file and line where the journal's chain is broken.
 */
export function readSuiteJournal(folder: string): ReadJournal<SuiteEvent> {
  return readJournal(join(folder, SUITE_JOURNAL), suiteEventSchema);
}
