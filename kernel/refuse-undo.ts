import { InfraError } from './errors.ts';
import { isProgram, whyNoNetworkRules } from './network-rule.ts';
import type { Undo } from './undo.ts';
import type { Sentence } from './sentence.ts';

/** Throws an InfraError for an undo that could not be performed here. Asked before what it undoes is done. */
export function refuseImpossible(undo: Undo): void {
  const why = whyImpossible(undo);
  if (why !== undefined) throw new InfraError(why);
}

function whyImpossible(undo: Undo): Sentence | undefined {
  if (undo.kind === 'network-rule') return whyNoNetworkRules();
  if (undo.kind !== 'command' || isProgram(undo.command)) return undefined;
  return {
    what: `${undo.command}: no program that may be run, so nothing is done that only it could undo.`,
    fix: 'install it',
  };
}
