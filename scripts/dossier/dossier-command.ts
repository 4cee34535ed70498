import { join } from 'node:path';
import { exitCodeOf } from '../../kernel/verdict.ts';
import { say } from '../../kernel/sentence.ts';
import { headlineOfDossier, type Decided } from '../../reports/dossier/decided.ts';
import type { Dossier } from '../../reports/dossier/dossier.ts';
import { standsInTheWay } from '../../reports/dossier/stands-in-the-way.ts';
import { gateRequest, type GateOptions } from '../gate/gate-options.ts';
import { PAGE_FILE, PRINT_FILE } from './dossier-files.ts';
import { makeDossier } from './make-dossier.ts';

export interface MakeOptions extends GateOptions {
  readonly out?: string;
  readonly json?: boolean;
}

export async function makeCommand(ids: readonly string[], options: MakeOptions): Promise<number> {
  const made = await makeDossier(gateRequest(ids, options), options.out);
  const { folder, digest, dossier, decided, unprinted } = made;
  if (options.json) console.log(JSON.stringify({ ...saidOf(dossier, decided), folder, digest }));
  else {
    console.log(sayDecided(dossier, decided));
    console.log(`\ndigest ${digest}\n${join(folder, PAGE_FILE)}`);
    console.log(unprinted === undefined ? join(folder, PRINT_FILE) : `no PDF: ${say(unprinted)}`);
  }
  return exitCodeOf(decided.verdict);
}

/** For machines. */
export function saidOf(
  { rehearsal }: Dossier,
  { verdict, reasons, approvals, said, until }: Decided,
): object {
  return { verdict, ...(rehearsal && { rehearsal }), approvals, until, decisions: said, reasons };
}

const FIRST = 20;

/** The answer, and what stands in its way. */
export function sayDecided(dossier: Dossier, decided: Decided): string {
  const rows = standsInTheWay(dossier, decided.reasons);
  const lines = rows
    .slice(0, FIRST)
    .flatMap(({ verdict, what, where, observed, fix }) => [
      `${verdict}: ${where === undefined ? '' : `${where}: `}${what}`,
      ...(observed === undefined ? [] : [`  observed ${observed.split('\n', 1)[0] ?? ''}`]),
      ...(fix === undefined ? [] : [`  fix      ${fix}`]),
    ]);
  const more = rows.length > FIRST ? [`and ${rows.length - FIRST} more: see the page`] : [];
  const until = decided.until === undefined ? [] : [`holds until ${decided.until}`];
  return [headlineOfDossier(dossier, decided), ...until, ...lines, ...more].join('\n');
}
