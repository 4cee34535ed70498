import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../kernel/errors.ts';
import type { SignedDecision } from '../../reports/dossier/judge-decided.ts';
import { namesOf, parseApprovers } from './approvers.ts';
import { digestOf } from './build-dossier.ts';
import { isOf, openEnvelope, signedBytes } from './decision-file.ts';
import type { StoredDossier } from './dossier-files.ts';
import { checkSignature } from './ssh-keygen.ts';

/** Beside go-no-go.json: `01-approve-alice.json`, in the order in which they were made. */
export const DECISIONS_FOLDER = 'decisions';
/** What a kill, an editor or a file manager leaves there is none. */
const DECISION_NAME = /^\d+-.*\.json$/;

export interface DecisionFile {
  readonly name: string;
  readonly text: string;
}

export function decisionFiles(folder: string): readonly DecisionFile[] {
  const place = join(folder, DECISIONS_FOLDER);
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((name) => DECISION_NAME.test(name))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1))
    .map((name) => ({ name, text: readFileSync(join(place, name), 'utf8') }));
}

/** Everything that was said of a dossier, each with why it is not what that person signed of it, where it is not. */
export function readDecisions(stored: StoredDossier, approvers: string): readonly SignedDecision[] {
  const lines = parseApprovers(approvers);
  let before = stored.digest;
  return decisionFiles(stored.folder).map(({ name, text }) => {
    const after = before;
    before = digestOf(text);
    return checked({ name, text }, { stored, approvers, lines, after });
  });
}

interface CheckedAgainst {
  readonly stored: StoredDossier;
  readonly approvers: string;
  readonly lines: ReturnType<typeof parseApprovers>;
  readonly after: string;
}

function checked(
  { name, text }: DecisionFile,
  { stored, approvers, lines, after }: CheckedAgainst,
): SignedDecision {
  let opened: ReturnType<typeof openEnvelope>;
  try {
    opened = openEnvelope(text);
  } catch (error) {
    const broken = `${name} cannot be read: ${messageOf(error).split('\n', 1)[0] ?? ''}`;
    return { by: name, names: [], decision: 'hold', at: stored.dossier.at, key: 'none', broken };
  }
  const { by, decision, at, expires, reason, payload, signature, keyid } = opened;
  const names = namesOf(by, lines);
  const said = { by, names, decision, at, expires, reason, key: keyid };
  if (!isOf(opened, stored))
    return { ...said, broken: 'it is of another dossier, or of this one before it was changed' };
  if (opened.after !== after)
    return { ...said, broken: 'a decision before it was taken away, added or changed' };
  if (names.length === 0) return { ...said, broken: `${by} is not among those who may decide` };
  const result = checkSignature({ data: signedBytes(payload), signature, approvers, by, at });
  if ('broken' in result) return { ...said, broken: result.broken };
  return { ...said, key: result.key };
}
