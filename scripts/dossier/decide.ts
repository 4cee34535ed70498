import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../../evidence/disk.ts';
import { ConfigError } from '../../kernel/errors.ts';
import type { Sentence } from '../../kernel/sentence.ts';
import { isGo, type Decision } from '../../reports/dossier/decided.ts';
import { standingThere, whatOthersMade } from '../../reports/dossier/judge-decided.ts';
import { namesOf, parseApprovers } from './approvers.ts';
import { digestOf } from './build-dossier.ts';
import { envelopeOf, payloadOf, signedBytes, type DecisionSaid } from './decision-file.ts';
import { writePages, type StoredDossier } from './dossier-files.ts';
import { DECISIONS_FOLDER, decisionFiles, readDecisions } from './read-decisions.ts';
import { checkSignature, signed } from './ssh-keygen.ts';
import { thisCheckout, type StandsOn } from './stands-on.ts';
import { findDossier, pageOf, verifyDossier, type Look, type VerifiedDossier } from './verify-dossier.ts';

export interface DecideRequest {
  readonly dossier: string;
  readonly decision: Decision;
  /** Among those who may decide. */
  readonly by: string;
  /** A private key, or a public one that an agent has. */
  readonly key: string;
  readonly reason?: string | undefined;
  /** For how long an approval holds; as long as the rule lets it unless told. */
  readonly days?: number | undefined;
  readonly evidence?: string | undefined;
  readonly now: Date;
  /** This checkout, unless told. */
  readonly on?: StandsOn;
}

export interface MadeDecision extends VerifiedDossier {
  /** Why there is no PDF. */
  readonly unprinted: Sentence | undefined;
}

/** Signs what one person says of a dossier, beside it. Refused where it would not count, before anything is written. */
export async function decide(request: DecideRequest): Promise<MadeDecision> {
  const stored = findDossier(request.dossier);
  const on = request.on ?? (await thisCheckout());
  const { approvers } = on;
  refuse(request, stored, on);
  const look = { now: request.now, evidence: request.evidence, on };
  if (request.decision === 'approve') await refuseUnsound(stored, request, look);
  const predicate = saidBy(request, stored);
  const payload = payloadOf(stored, predicate);
  const data = signedBytes(payload);
  const signature = signed(data, request.key);
  const result = checkSignature({ data, signature, approvers, by: request.by, at: predicate.at });
  if ('broken' in result)
    throw new ConfigError({
      what: `--key: ${request.key} is no key of ${request.by} for this: ${result.broken}`,
      fix: 'name the key that stands in the file of approvers, and is valid today',
    });
  write(stored.folder, request, envelopeOf(payload, { key: result.key, signature }));
  const unprinted = await writePages(stored.folder, pageOf(stored, readDecisions(stored, approvers)), on);
  return { ...(await verifyDossier(stored, look)), unprinted };
}

function refuse(
  { decision, by, days, now }: DecideRequest,
  { dossier }: StoredDossier,
  { approvers, config }: StandsOn,
): void {
  const known = parseApprovers(approvers);
  const names = namesOf(by, known);
  const { authors, rule, at } = dossier;
  const age = (now.getTime() - Date.parse(at)) / 86_400_000;
  const problems = [
    ...(dossier.rehearsal ? ['it is a rehearsal: nobody can sign it, and nobody may release on it'] : []),
    ...(names.length === 0
      ? [
          `--as: ${by} is not among those who may decide; ${config.goNoGo.approvers} names ${known.map(({ principals }) => principals.join(',')).join('; ') || 'nobody: write a line there for each of them, and commit it'}`,
        ]
      : []),
    ...(days !== undefined && decision !== 'approve'
      ? [`--days: only an approval ends by itself; leave it out of ${decision}`]
      : []),
    ...(days !== undefined && !(days > 0 && days <= rule.days)
      ? [`--days: got ${days}; more than 0, and at most ${rule.days}`]
      : []),
  ];
  const own = authors.some((author) => names.includes(author.toLowerCase()));
  if (decision === 'approve' && own)
    problems.push(`${by} made ${whatOthersMade(dossier)}, and does not approve it`);
  if (decision === 'approve' && authors.length === 0)
    problems.push('nobody knows who made the commit; make the dossier in a checkout that has it');
  if (decision === 'approve' && !isGo(dossier))
    problems.push(`the gate says ${dossier.verdict}: there is nothing to approve`);
  // A minute, as clocks differ: see `whyVoid`.
  if (age < -1 / 1440)
    problems.push(`the dossier is judged as at ${at}, which is still to come: make it anew without --at`);
  if (decision === 'approve' && age > rule.days)
    problems.push(
      `the dossier is ${age.toFixed(1)} days old, and holds for ${rule.days}: make it anew, of recent runs`,
    );
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Nobody approves what is not as it was made, or what somebody else denies or holds in another folder: its page would say Go. */
async function refuseUnsound(stored: StoredDossier, { by }: DecideRequest, look: Look): Promise<void> {
  const { problems, against } = await verifyDossier(stored, { ...look, authorsKnown: true });
  const own = namesOf(by, parseApprovers(look.on?.approvers ?? ''));
  const others = against.filter(({ names }) => !names.some((name) => own.includes(name)));
  const wrong = [...problems, ...others.flatMap(standingThere)];
  if (wrong.length > 0)
    throw new ConfigError(
      wrong.map(({ what, observed, fix }) => ({
        what: `${what}${observed === undefined ? '' : `: ${observed}`}`,
        fix,
      })),
    );
}

function saidBy(
  { decision, by, reason, days, now }: DecideRequest,
  { dossier, digest, folder }: StoredDossier,
): DecisionSaid {
  const last = decisionFiles(folder).at(-1);
  const until = new Date(now.getTime() + (days ?? dossier.rule.days) * 86_400_000);
  return {
    decision,
    by,
    at: now.toISOString(),
    ...(decision === 'approve' && { expires: until.toISOString() }),
    ...(reason !== undefined && { reason }),
    after: last === undefined ? digest : digestOf(last.text),
  };
}

function write(folder: string, { decision, by }: DecideRequest, text: string): void {
  const place = join(folder, DECISIONS_FOLDER);
  mkdirSync(place, { recursive: true });
  const last = decisionFiles(folder).at(-1)?.name ?? '0';
  const number = String(Number.parseInt(last, 10) + 1).padStart(2, '0');
  writeAtomically(join(place, `${number}-${decision}-${by.replaceAll(/[^\w.-]+/g, '-')}.json`), text);
}
