import { messageOf } from '../kernel/errors.ts';
import {
  type Evidence,
  fold,
  type Journalled,
  type SuiteEvent,
  suiteEventSchema,
} from '../kernel/evidence.ts';
import { type RunEvent, runEventSchema } from '../kernel/run-journal.ts';
import type { CheckedSuite } from './check-journals.ts';
import { checkRun } from './check-run.ts';
import { BrokenJournal, parseEvent } from './journal-reader.ts';
import type { Manifest } from './manifest.ts';
import type { Problem } from './problem.ts';
import { SUITE_JOURNAL } from './recorder.ts';
import { isBegun, readRunJson, type RunFolder, type RunJson } from './store.ts';

export type { Problem } from './problem.ts';

/** A suite's evidence and where it is. */
export interface SuiteEvidence {
  /** Relative to the run's folder, with `/`: `e2e/e2e/login`. An artifact's path is relative to it. */
  readonly folder: string;
  /** Of a suite that is not sealed it reads `interrupted`, whatever its journal ends in. Artifacts that were changed are left out. */
  readonly evidence: Evidence;
  readonly events: readonly Journalled<SuiteEvent>[];
  /** The journal's last hash. */
  readonly hash: string;
  readonly sealed: boolean;
}

/** A run as it stands on disk: complete, under way, or killed. Everything in it was checked. */
export interface ReadRun {
  /** Whether it has a manifest, sound or not. */
  readonly sealed: boolean;
  readonly manifest: Manifest | undefined;
  /** What run.json says; undefined where it is missing, or not what was written. */
  readonly run: RunJson | undefined;
  readonly events: readonly Journalled<RunEvent>[];
  readonly suites: readonly SuiteEvidence[];
  /** What does not verify, or cannot be read: it is left out above. With any, the run is at best `unknown`. */
  readonly problems: readonly Problem[];
}

export interface ReadOptions {
  /** For whoever is to seal it: that the run, or a suite of it, is not sealed yet is no problem. */
  readonly unsealed?: boolean;
}

/**
 * Reads a run, to decide or to show: the one way to its evidence, which checks all of it first, as `verify` does. What does not
 * verify is a problem and left out, and keeps nothing else from being read.
 */
export function readRun(run: RunFolder, { unsealed = false }: ReadOptions = {}): ReadRun {
  const checked = checkRun(run);
  const problems = checked.problems.filter(({ kind }) => !unsealed || kind !== 'unsealed');
  const bad = new Set(checked.problems.map(({ path }) => path));
  const attempt = <T>(path: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      const problem = error instanceof BrokenJournal ? error.reason : messageOf(error);
      problems.push({ path, problem, kind: 'unreadable' });
      return undefined;
    }
  };
  const json = !isBegun(run) || bad.has('run.json') ? undefined : attempt('run.json', () => readRunJson(run));
  const parsed = () => checked.events.map((event) => parseEvent(runEventSchema, event, run.journal));
  const events = attempt('run.ndjson', parsed) ?? [];
  const suites = checked.suites
    .map((suite) => attempt(`${suite.folder}/${SUITE_JOURNAL}`, () => readSuite(suite, bad)))
    .filter((suite) => suite !== undefined);
  return { sealed: checked.sealed, manifest: checked.manifest, run: json, events, suites, problems };
}

function readSuite(
  { folder, events, hash, sealed }: CheckedSuite,
  bad: ReadonlySet<string>,
): SuiteEvidence | undefined {
  const parsed = events.map((event) => parseEvent(suiteEventSchema, event, folder));
  const evidence = fold(parsed);
  if (evidence === undefined) return undefined;
  const artifacts = evidence.artifacts.filter(({ path }) => !bad.has(`${folder}/${path}`));
  const ending = sealed ? evidence.ending : 'interrupted';
  return { folder, evidence: { ...evidence, artifacts, ending }, events: parsed, hash, sealed };
}
