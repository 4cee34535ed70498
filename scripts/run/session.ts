import type { Redactor } from '../../evidence/redaction.ts';
import { createRun, writeRunJson, type RunFolder } from '../../evidence/store.ts';
import type { RunFacts } from '../../kernel/run-journal.ts';
import { RunScope } from '../../kernel/run-scope.ts';
import { UndoLog } from '../../kernel/undo-log.ts';
import { recordLoss } from './lost-watcher.ts';
import { EVIDENCE } from './places.ts';
import { openStore, type FileStore } from './store.ts';
import { startWatcher } from './watch.ts';
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
 * Opens a run, in this order: its evidence folder and journal, the watcher, the undo of the work folder and of stray
 * processes, the work folder. So whatever happens next, somebody puts it back. Secrets that come up later are told to `redactor`.
 */
export async function openSession(facts: RunFacts, redactor: Redactor): Promise<Session> {
  const run = createRun({ root: EVIDENCE, id: facts.id, latest: facts.detection === undefined });
  writeRunJson(run, { ...facts, status: 'running' });
  const keepSecrets = () => writeSecrets(facts.work, redactor.values());
  const store = openStore(run, redactor, keepSecrets);
  store.event({ type: 'run-started', data: facts });
  const log = new UndoLog(run.undo);
  const scope = new RunScope(facts.id, 'run', log);
  const watcher = await startWatcher(run.folder);
  void recordLoss(watcher, store);
  await scope.undo({ kind: 'remove', path: facts.work });
  await scope.undo({ kind: 'sweep', run: facts.id });
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
