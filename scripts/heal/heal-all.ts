import { join } from 'node:path';
import { listRuns } from '../../evidence/store.ts';
import { saidBy } from '../../kernel/errors.ts';
import { EVIDENCE } from '../session/places.ts';
import { TARGET_STATE } from '../session/target-state.ts';
import { removeHalfBorn } from './half-born.ts';
import { healFolder } from './heal-folder.ts';
import { healRun, type HealedRun } from './heal-run.ts';
import { isOwnerGone } from '../session/owner-of-run.ts';
import { ownerOf } from '../session/owner.ts';
import { noteSettled, settledRuns } from './settled.ts';
import type { UndoOptions } from './undo-all.ts';
import { isWhole } from './whole-run.ts';

export interface Healed extends HealedRun {
  readonly id: string;
}

const RUNS = join(EVIDENCE, 'runs');
const NONE: ReadonlySet<string> = new Set();

/** As a run does before it begins: without a look at those that were found whole before. What it takes does not grow with history. */
export async function healRecent(): Promise<readonly Healed[]> {
  return healAll({ commands: false }, settledRuns(RUNS));
}

/**
 * Heals every run whose process is gone and that is not whole (see `isWhole`), and a target that its dead keeper left. What
 * cannot be healed is a failure of that run alone.
 */
export async function healAll(options: UndoOptions, settled = NONE): Promise<readonly Healed[]> {
  removeHalfBorn(RUNS, Date.now(), settled);
  const dead = listRuns(EVIDENCE, settled).filter((run) => isOwnerGone(run) === true);
  const broken = dead.filter((run, index) => !isWhole(run, index === 0));
  noteSettled(
    RUNS,
    dead.filter((run) => !broken.includes(run)),
  );
  const healed = await healEach(broken, (run) => healRun(run, 'heal', options));
  if (ownerOf(TARGET_STATE) !== undefined) return healed;
  const [target] = await healEach([{ id: 'target' }], () => healFolder(TARGET_STATE));
  return target === undefined || target.undone + target.failures.length === 0 ? healed : [...healed, target];
}

/** One after another; one that throws is told as its failure and keeps no other from being healed. */
export async function healEach<T extends { readonly id: string }>(
  all: readonly T[],
  heal: (one: T) => Promise<HealedRun>,
): Promise<readonly Healed[]> {
  const healed: Healed[] = [];
  for (const one of all) {
    const undone = await heal(one).catch((error: unknown) => ({ undone: 0, failures: [saidBy(error)] }));
    healed.push({ id: one.id, ...undone });
  }
  return healed;
}
