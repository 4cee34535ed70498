import { saidBy } from '../../kernel/errors.ts';
import { performUndo } from '../../kernel/perform-undo.ts';
import type { Undo } from '../../kernel/undo.ts';
import { printable } from '../../kernel/printable.ts';
import { signHere } from '../session/undo-key.ts';
import { markDone, pendingUndos, type PendingUndo } from '../../kernel/undo-log.ts';
import type { Sentence } from '../../kernel/sentence.ts';

export interface UndoneAll {
  readonly undone: number;
  readonly failures: readonly Sentence[];
}

export interface UndoOptions {
  /** Whether undos that are commands are performed: not where the log may have come from elsewhere, for they run as the user. */
  readonly commands: boolean;
  /** Whether undos are performed that this checkout did not write. */
  readonly foreign?: boolean;
}

type Round = 'faults' | 'processes' | 'strays' | 'folders';

/** What is put back together. */
const ROUND_OF: Readonly<Record<Undo['kind'], Round>> = {
  request: 'faults',
  resume: 'faults',
  command: 'faults',
  'network-rule': 'faults',
  signal: 'processes',
  container: 'processes',
  sweep: 'strays',
  remove: 'folders',
};

/**
 * Performs what a dead process left to undo, round by round: faults are taken away while their proxies still listen, and what
 * stands still goes on, so that it can end politely; then all processes end at once, for nobody is left who needs one of them to
 * outlive another. Folders wait for `removeAll`, so that raw output can be brought into evidence before they go.
 */
export async function undoAll(log: string, options: UndoOptions): Promise<UndoneAll> {
  return perform(log, ['faults', 'processes', 'strays'], options);
}

/** The second half of `undoAll`: the folders. */
export async function removeAll(log: string, options: UndoOptions): Promise<UndoneAll> {
  return perform(log, ['folders'], options);
}

async function perform(log: string, rounds: readonly Round[], options: UndoOptions): Promise<UndoneAll> {
  const failures: Sentence[] = [];
  let undone = 0;
  for (const round of rounds) {
    const pending = pendingUndos(log, signHere).filter(({ undo }) => ROUND_OF[undo.kind] === round);
    const errors = await Promise.all(pending.map((one) => performOne(log, one, options)));
    failures.push(...errors.filter((error) => error !== undefined));
    undone += errors.filter((error) => error === undefined).length;
  }
  return { undone, failures };
}

async function performOne(
  log: string,
  { id, undo, own }: PendingUndo,
  { commands, foreign = false }: UndoOptions,
): Promise<Sentence | undefined> {
  const heal = `./harness heal${own ? '' : ' --foreign'}${undo.kind === 'command' ? ' --commands' : ''}`;
  if (!own && !foreign)
    return {
      what: `left alone, for this checkout did not write it, or ${log} was changed since: ${printable(JSON.stringify(undo))}.`,
      fix: `look at it; if you trust it, ${heal} does it; else put back by hand what the run had disturbed`,
    };
  if (undo.kind === 'command' && !commands)
    return {
      what: `not run, for evidence may come from elsewhere: ${[undo.command, ...undo.args].join(' ')}.`,
      fix: `if the run is yours, ${heal}`,
    };
  try {
    await performUndo(undo);
    markDone(log, id);
    return undefined;
  } catch (error) {
    return saidBy(error);
  }
}
