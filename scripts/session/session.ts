import type { Redactor } from '../../evidence/redaction.ts';
import { namesOfRun, redactRecord } from '../../evidence/redaction/redact-record.ts';
import { createRun, type RunFolder } from '../../evidence/store.ts';
import { makeCgroup, placeForCgroup } from '../../kernel/run-cgroup.ts';
import type { RunFacts } from '../../kernel/run-journal.ts';
import { RunScope } from '../../kernel/run-scope.ts';
import { recordLostWatcher } from './lost-watcher.ts';
import { EVIDENCE } from './places.ts';
import { openStore, type FileStore } from './store.ts';
import { openUndoLog } from './undo-key.ts';
import type { Watcher } from './watch.ts';
import { makeWorkFolder, writeSecrets } from './work-folder.ts';

/** A run that is going on: its evidence on disk, its watcher, and the scope of everything it starts. */
export interface Session {
  readonly run: RunFolder;
  readonly store: FileStore;
  readonly scope: RunScope;
  /** The run is over, sealed and reported: nothing is left for the watcher. */
  close(): Promise<void>;
}

/**
 * Opens a run under a watcher that stands already: the run's first byte is written when somebody would end it. Then, in this
 * order: its evidence folder and journal, the undo of the work folder and of stray processes, the work folder. So whatever
 * happens next, somebody puts it back. Secrets that come up later are told to `redactor`.
 */
export async function openSession(facts: RunFacts, redactor: Redactor, watcher: Watcher): Promise<Session> {
  const latest = facts.detection === undefined && facts.imported === undefined;
  const json = { ...redactedFacts(facts, redactor), status: 'running' } as const;
  const run = createRun({ root: EVIDENCE, id: facts.id, latest, json });
  const keepSecrets = () => writeSecrets(facts.work, redactor.values());
  const store = openStore(run, redactor, keepSecrets);
  store.event({ type: 'run-started', data: facts });
  void recordLostWatcher(watcher, store);
  const log = openUndoLog(run.undo, () => watcher.wake());
  const cgroup = placeForCgroup(facts.id);
  const scope = new RunScope(facts.id, 'run', log, cgroup);
  await scope.undo({ kind: 'remove', path: facts.work });
  await scope.undo({ kind: 'sweep', run: facts.id, ...(cgroup !== undefined && { cgroup }) });
  if (cgroup !== undefined) makeCgroup(cgroup);
  makeWorkFolder(facts.work);
  keepSecrets();
  return {
    run,
    store,
    scope,
    async close() {
      await watcher.done();
      log.close();
    },
  };
}

/** The command line among them may repeat one. */
export function redactedFacts(facts: RunFacts, redactor: Redactor): RunFacts {
  return redactRecord(redactor, facts, new Set(namesOfRun({ type: 'run-started', data: facts })));
}
