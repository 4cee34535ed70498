import { join } from 'node:path';
import { messageOf } from '../kernel/errors.ts';
import { type Evidence, fold, type Journalled } from '../kernel/evidence.ts';
import { type RunEvent, runEventSchema } from '../kernel/run-journal.ts';
import { readJournal } from './journal-reader.ts';
import { readRunJson, type RunFolder, type RunJson } from './store.ts';
import { readSuiteJournal, suiteFolders } from './suite-journals.ts';

/** A suite's evidence and where it is. */
export interface SuiteEvidence {
  /** Relative to the run's folder, with `/`: `e2e/e2e/login`. An artifact's path is relative to it. */
  readonly folder: string;
  readonly evidence: Evidence;
  /** The journal's last hash. */
  readonly hash: string;
}

/** A run as it stands on disk: complete, under way, or killed. */
export interface ReadRun {
  readonly run: RunJson | undefined;
  readonly events: readonly Journalled<RunEvent>[];
  readonly suites: readonly SuiteEvidence[];
  /** What could not be read. A suite named here has no evidence, so its verdict must be `unknown`. */
  readonly problems: readonly string[];
}

/** Reads what there is; what cannot be read is a problem and keeps nothing else from being read. */
export function readRun(run: RunFolder): ReadRun {
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      problems.push(messageOf(error));
      return undefined;
    }
  };
  const json = attempt(() => readRunJson(run));
  const events = attempt(() => readJournal(run.journal, runEventSchema).events) ?? [];
  const suites = suiteFolders(run.folder)
    .map((folder) => attempt(() => readSuite(run, folder)))
    .filter((suite) => suite !== undefined);
  return { run: json, events, suites, problems };
}

function readSuite(run: RunFolder, folder: string): SuiteEvidence | undefined {
  const { events, hash } = readSuiteJournal(join(run.folder, folder));
  const evidence = fold(events);
  return evidence && { folder, evidence, hash };
}
