import { join, resolve } from 'node:path';
import { InfraError } from '../../kernel/errors.ts';
import type { Sentence } from '../../kernel/sentence.ts';
import { judgeDecided } from '../../reports/dossier/judge-decided.ts';
import type { Decided } from '../../reports/dossier/decided.ts';
import type { Dossier } from '../../reports/dossier/dossier.ts';
import { loadConfig } from '../finish/config.ts';
import { judgeRuns, type GateRequest } from '../gate/gate-runs.ts';
import { REPORTS } from '../session/places.ts';
import { buildDossier, textOfDossier } from './build-dossier.ts';
import { writeDossier, writePages, type StoredDossier } from './dossier-files.ts';
import { approversOf, authorsOf, detectionOf } from './stands-on.ts';

/** `<name>/` below it is one dossier. */
export const DOSSIERS = join(REPORTS, 'go-no-go');

export interface MadeDossier extends StoredDossier {
  readonly name: string;
  readonly decided: Decided;
  /** Why there is no PDF. */
  readonly unprinted: Sentence | undefined;
}

/** Judges runs as one and writes all that a Go is decided on: for machines and signatures, and for people. */
export async function makeDossier(request: GateRequest, out: string | undefined): Promise<MadeDossier> {
  const dossier = await dossierOf(request);
  const name = nameOf(dossier);
  const folder = out === undefined ? join(DOSSIERS, name) : resolve(out);
  const stored = writeDossier(folder, textOfDossier(dossier));
  const decided = judgeDecided({ dossier: stored.dossier, said: [], now: request.now });
  const unprinted = await writePages(folder, { ...stored, decided, name: out ?? name });
  return { ...stored, name: out ?? name, decided, unprinted };
}

/** What the runs, the policy, waivers, risks, approvers and detection of this checkout make. */
export async function dossierOf(request: GateRequest): Promise<Dossier> {
  const config = await loadConfig();
  const gated = await judgeRuns(request, config);
  if (gated.judged.length === 0) throw new InfraError('no run was given');
  return buildDossier({
    gated,
    config,
    approvers: approversOf(config).text,
    authors: authorsOf(gated),
    detection: await detectionOf(gated),
  });
}

/** `20261130_1000_staging_1.0.0`: when and of what, as a name of a folder. */
function nameOf({ at, environment, target }: Dossier): string {
  const [day = '', time = ''] = at.replaceAll(/[-:]/g, '').split('T');
  return [day, time.slice(0, 4), environment.name, target.version]
    .map((one) => one.replaceAll(/[^\w.-]+/g, '-'))
    .join('_');
}
