import { globSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listRuns, type ListedRun } from '../../evidence/store.ts';
import { messageOf } from '../../kernel/errors.ts';
import { EVIDENCE } from '../run/places.ts';
import { TARGET_STATE } from '../target/place.ts';
import { healFolder } from './heal-folder.ts';
import { healRun } from './heal-run.ts';
import { isOwnerGone } from './owner-of-run.ts';
import { ownerOf } from './owner.ts';
import type { UndoneAll } from './undo-all.ts';
import { isWhole } from './whole.ts';

/** A run that is just beginning has a folder without its facts for a moment. */
const STILL_BEGINNING_MS = 60_000;

export interface Healed extends UndoneAll {
  readonly id: string;
}

/**
 * Heals every run whose process is gone and that is not whole (see `isWhole`), and a target that its dead keeper left. What
 * cannot be healed is a failure of that run alone.
 */
export async function healAll(): Promise<readonly Healed[]> {
  removeUnborn();
  const dead = listRuns(EVIDENCE).filter(isDead);
  const broken = dead.filter((run, index) => !isWhole(run, index === 0));
  const healed = await healEach(broken, (run) => healRun(run, 'heal'));
  if (ownerOf(TARGET_STATE) !== undefined) return healed;
  const [target] = await healEach([{ id: 'target' }], () => healFolder(TARGET_STATE));
  return target === undefined || target.undone + target.failures.length === 0 ? healed : [...healed, target];
}

/** One after another; one that throws is told as its failure and keeps no other from being healed. */
export async function healEach<T extends { readonly id: string }>(
  all: readonly T[],
  heal: (one: T) => Promise<UndoneAll>,
): Promise<readonly Healed[]> {
  const healed: Healed[] = [];
  for (const one of all) {
    const undone = await heal(one).catch((error: unknown) => ({ undone: 0, failures: [messageOf(error)] }));
    healed.push({ id: one.id, ...undone });
  }
  return healed;
}

/** One that nothing was written to before the kill just goes. */
function isDead(run: ListedRun): boolean {
  return isOwnerGone(run) ?? removeIfHalfBorn(run.folder);
}

function removeIfHalfBorn(folder: string): false {
  if (isOld(folder) && holdsNothing(folder)) rmSync(folder, { recursive: true });
  return false;
}

function holdsNothing(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).every(
    (entry) =>
      entry.name.endsWith('.partial') || (entry.isFile() && statSync(join(folder, entry.name)).size === 0),
  );
}

/** What lies about of runs whose watcher died with them before they had a folder. */
function removeUnborn(): void {
  const runs = join(EVIDENCE, 'runs');
  for (const name of globSync('.*.partial', { cwd: runs }))
    if (isOld(join(runs, name))) rmSync(join(runs, name), { recursive: true, force: true });
}

function isOld(folder: string): boolean {
  return Date.now() - statSync(folder).mtimeMs > STILL_BEGINNING_MS;
}
