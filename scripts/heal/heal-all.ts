import { readdirSync, rmdirSync, statSync } from 'node:fs';
import { listRuns, type ListedRun } from '../../evidence/store.ts';
import { startedAt } from '../../kernel/process.ts';
import { EVIDENCE } from '../run/places.ts';
import { TARGET_STATE } from '../target/place.ts';
import { healFolder } from './heal-folder.ts';
import { healRun } from './heal-run.ts';
import { ownerOf } from './owner.ts';
import type { UndoneAll } from './undo-all.ts';

/** A run that is just beginning has an empty folder for a moment. */
const STILL_BEGINNING_MS = 60_000;

export interface Healed extends UndoneAll {
  readonly id: string;
}

/** Heals every run whose process is dead and that nobody has healed yet, and a target that its dead keeper left. */
export async function healAll(): Promise<readonly Healed[]> {
  const healed: Healed[] = [];
  for (const run of listRuns(EVIDENCE).filter(isDead))
    healed.push({ id: run.id, ...(await healRun(run, 'heal')) });
  if (ownerOf(TARGET_STATE) === undefined) {
    const target = await healFolder(TARGET_STATE);
    if (target.undone + target.failures.length > 0) healed.push({ id: 'target', ...target });
  }
  return healed;
}

/** A run that reads `running` while its process is gone. An empty folder, made a moment before the kill, just goes. */
function isDead(run: ListedRun): boolean {
  if (run.run === undefined) return removeIfEmpty(run.folder);
  const { pid, startedAt: started } = run.run.process;
  return run.run.status === 'running' && startedAt(pid) !== started;
}

function removeIfEmpty(folder: string): false {
  const isOld = Date.now() - statSync(folder).mtimeMs > STILL_BEGINNING_MS;
  if (isOld && readdirSync(folder).length === 0) rmdirSync(folder);
  return false;
}
