import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeCgroup, placeForCgroup } from '../../kernel/run-cgroup.ts';
import { RunScope } from '../../kernel/run-scope.ts';
import type { Sentence } from '../../kernel/sentence.ts';
import { openUndoLog } from './undo-key.ts';
import { startWatcher } from './watch.ts';
import { makeWorkFolder, workFolder } from './work-folder.ts';

/** What stands without a run: a watcher ends it when this process dies. */
export interface Standing {
  readonly id: string;
  readonly scope: RunScope;
  /** A private folder, gone with it. */
  readonly work: string;
  /** Puts everything back; gives what could not be. */
  close(): Promise<readonly Sentence[]>;
}

/** Its undos are noted in a state folder, which its owner has claimed. */
export async function openStanding(folder: string, id: string): Promise<Standing> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const work = workFolder(id);
  const log = openUndoLog(join(folder, 'undo.ndjson'));
  const cgroup = placeForCgroup(id);
  const scope = new RunScope(id, 'target', log, cgroup);
  const watcher = await startWatcher(folder);
  const close = async () => {
    const failures = await scope.close();
    await watcher.done();
    log.close();
    return failures.map(({ error }) => error);
  };
  try {
    await scope.undo({ kind: 'remove', path: work });
    await scope.undo({ kind: 'sweep', run: id, ...(cgroup !== undefined && { cgroup }) });
    if (cgroup !== undefined) makeCgroup(cgroup);
    makeWorkFolder(work);
  } catch (error) {
    await close();
    throw error;
  }
  return { id, scope, work, close };
}
