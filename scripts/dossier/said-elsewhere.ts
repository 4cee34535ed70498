import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { messageOf } from '../../kernel/errors.ts';
import { DOSSIER_FILE, type Dossier } from '../../reports/dossier/dossier.ts';
import { judgeDecided, type SaidElsewhere } from '../../reports/dossier/judge-decided.ts';
import { readDossier, type StoredDossier } from './dossier-files.ts';
import { decisionFiles, readDecisions } from './read-decisions.ts';
import type { StandsOn } from './stands-on.ts';

/**
 * What people said against a dossier where it stands a second time, or of another one of the same version and commit: it may not ship
 * in whatever folder it lies. What only stands there for it, or was said otherwise later there, is nothing against it.
 */
export function saidElsewhere(
  stored: StoredDossier,
  { dossiers, approvers }: Pick<StandsOn, 'dossiers' | 'approvers'>,
  now: Date,
): readonly SaidElsewhere[] {
  return foldersIn(dossiers)
    .filter((folder) => resolve(folder) !== resolve(stored.folder))
    .flatMap((folder) => againstIn(folder, stored, approvers, now));
}

/** Those of which somebody said something. */
export function foldersIn(dossiers: string): readonly string[] {
  if (!existsSync(dossiers)) return [];
  return readdirSync(dossiers)
    .sort()
    .map((name) => join(dossiers, name))
    .filter((folder) => decisionFiles(folder).length > 0);
}

function againstIn(
  folder: string,
  stored: StoredDossier,
  approvers: string,
  now: Date,
): readonly SaidElsewhere[] {
  let other: StoredDossier;
  try {
    other = readDossier(folder);
  } catch (error) {
    const broken = `${DOSSIER_FILE} cannot be read: ${messageOf(error).split('\n', 1)[0] ?? ''}`;
    return [
      { folder, by: 'somebody', names: [], decision: 'hold', at: stored.dossier.at, key: 'none', broken },
    ];
  }
  if (other.digest !== stored.digest && idOf(other.dossier) !== idOf(stored.dossier)) return [];
  const said = readDecisions(other, approvers);
  const judged = judgeDecided({ dossier: other.dossier, said, now }).said;
  return said
    .map((one) => ({ ...one, folder }))
    .filter(
      ({ decision, broken }, at) =>
        decision !== 'approve' && (broken !== undefined || judged[at]?.void === undefined),
    );
}

/** What ships: target, version and commit. */
function idOf({ target, commit }: Dossier): string {
  return JSON.stringify([target.name, target.version, target.commit ?? commit]);
}
