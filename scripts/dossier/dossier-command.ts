import { join } from 'node:path';
import { ConfigError, EXIT, InfraError } from '../../kernel/errors.ts';
import { exitCodeOf } from '../../kernel/verdict.ts';
import { say } from '../../kernel/sentence.ts';
import { headlineOfDossier, type Decided, type Decision } from '../../reports/dossier/decided.ts';
import type { Dossier } from '../../reports/dossier/dossier.ts';
import { standsInTheWay } from '../../reports/dossier/stands-in-the-way.ts';
import { gateRequest, type GateOptions } from '../gate/gate-options.ts';
import { decide } from './decide.ts';
import { PAGE_FILE, PRINT_FILE, writePages } from './dossier-files.ts';
import { makeDossier } from './make-dossier.ts';
import { readDecisions } from './read-decisions.ts';
import { thisCheckout } from './stands-on.ts';
import { findDossier, pageOf, verifyDossier, type VerifiedDossier } from './verify-dossier.ts';

export interface MakeOptions extends GateOptions {
  readonly out?: string;
  readonly json?: boolean;
}

export async function makeCommand(ids: readonly string[], options: MakeOptions): Promise<number> {
  const made = await makeDossier(await gateRequest(ids, options), options.out);
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

export interface VerifyOptions {
  readonly evidence?: string;
  readonly json?: boolean;
}

export interface DecideOptions extends VerifyOptions {
  readonly as: string;
  readonly key: string;
  readonly reason?: string;
  readonly days?: string;
}

export async function verifyCommand(name: string, { evidence, json }: VerifyOptions): Promise<number> {
  return told(await verifyDossier(findDossier(name), { evidence }), json);
}

export async function decideCommand(
  name: string,
  decision: Decision,
  options: DecideOptions,
): Promise<number> {
  const { as: by, key, reason, days, evidence, json } = options;
  const now = new Date();
  if (days !== undefined && Number.isNaN(Number(days)))
    throw new ConfigError(`--days: got "${days}"; a number of days, such as 3`);
  const verified = await decide({
    dossier: name,
    decision,
    by,
    key,
    reason,
    days: days === undefined ? undefined : Number(days),
    evidence,
    now,
  });
  told(verified, json);
  if (verified.unprinted !== undefined) console.error(`warning: no PDF: ${say(verified.unprinted)}`);
  // That it was signed is what was asked for, whatever it is now.
  return EXIT.pass;
}

export async function printCommand(name: string): Promise<void> {
  const stored = findDossier(name);
  const on = await thisCheckout();
  const unprinted = await writePages(stored.folder, pageOf(stored, readDecisions(stored, on.approvers)), on);
  if (unprinted !== undefined) throw new InfraError(unprinted);
}

function told({ dossier, decided, folder, digest }: VerifiedDossier, json: boolean | undefined): number {
  if (json) console.log(JSON.stringify({ ...saidOf(dossier, decided), folder, digest }));
  else {
    const said = decided.said.map(
      ({ by, decision, at, void: why }) =>
        `  ${decision.padEnd(8)}${by}  ${at}${why === undefined ? '' : `  void: ${why}`}`,
    );
    console.log([sayDecided(dossier, decided), '', `digest ${digest}`, ...said].join('\n'));
  }
  return exitCodeOf(decided.verdict);
}
