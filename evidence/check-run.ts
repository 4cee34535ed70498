import { checkAttachments } from './check-attachments.ts';
import { checkJournals, type CheckedJournals } from './check-journals.ts';
import { checkManifest } from './check-manifest.ts';
import { entriesBelow } from './entries.ts';
import { isSealed, type Manifest } from './manifest.ts';
import type { RunFolder } from './store.ts';

/** What of a run's evidence is as it was recorded, and what is not. Events of any version. */
export interface CheckedRun extends CheckedJournals {
  /** Whether it has a manifest, sound or not. */
  readonly sealed: boolean;
  /** Undefined where there is none, or one that cannot be read. */
  readonly manifest: Manifest | undefined;
}

/** Checks all of a run's evidence, offline: manifest, the content of every file, chains, seals, attachments, and that each is of this run. */
export function checkRun(run: RunFolder): CheckedRun {
  const entries = entriesBelow(run.folder);
  const sealed = isSealed(run);
  const { manifest, problems } = checkManifest(run, entries, () => true);
  const journals = checkJournals(run, entries, sealed);
  const told = new Set(problems.map(({ path }) => path));
  const attached = checkAttachments(run, journals.suites, entries, manifest);
  return {
    ...journals,
    sealed,
    manifest,
    problems: [...problems, ...attached.filter(({ path }) => !told.has(path)), ...journals.problems],
  };
}
