import { messageOf } from '../../kernel/errors.ts';
import { performUndo } from '../../kernel/perform-undo.ts';
import type { Undo } from '../../kernel/undo.ts';
import { markDone, pendingUndos, type PendingUndo } from '../../kernel/undo-log.ts';

export interface UndoneAll {
  readonly undone: number;
  readonly failures: readonly string[];
}

/**
 * Performs what a dead process left to undo, kind by kind: faults are taken away while their proxies still listen, then all
 * processes end at once, for nobody is left who needs one of them to outlive another. `remove`s wait for `removeAll`, so that
 * raw output can be brought into evidence before its folder goes.
 */
export async function undoAll(log: string): Promise<UndoneAll> {
  const rounds: readonly Undo['kind'][][] = [['request'], ['signal', 'container'], ['sweep']];
  return perform(log, rounds);
}

/** The second half of `undoAll`: the folders. */
export async function removeAll(log: string): Promise<UndoneAll> {
  return perform(log, [['remove']]);
}

async function perform(log: string, rounds: readonly Undo['kind'][][]): Promise<UndoneAll> {
  const failures: string[] = [];
  let undone = 0;
  for (const kinds of rounds) {
    const round = pendingUndos(log).filter(({ undo }) => kinds.includes(undo.kind));
    const errors = await Promise.all(round.map((pending) => performOne(log, pending)));
    failures.push(...errors.filter((error) => error !== undefined));
    undone += errors.filter((error) => error === undefined).length;
  }
  return { undone, failures };
}

async function performOne(log: string, { id, undo }: PendingUndo): Promise<string | undefined> {
  try {
    await performUndo(undo);
    markDone(log, id);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
