import { join, resolve } from 'node:path';
import { ConfigError } from '../../kernel/errors.ts';
import type { Sentence } from '../../kernel/sentence.ts';
import { judgeDecided } from '../../reports/dossier/judge-decided.ts';
import type { Decided } from '../../reports/dossier/decided.ts';
import type { Dossier } from '../../reports/dossier/dossier.ts';
import { count } from '../../reports/format.ts';
import { judgeRuns, type GateRequest } from '../gate/gate-runs.ts';
import { DOSSIERS } from '../session/places.ts';
import { buildDossier, textOfDossier } from './build-dossier.ts';
import { changesSince } from './changes-since.ts';
import { writeDossier, writePages, type StoredDossier } from './dossier-files.ts';
import { nameOf } from './dossier-name.ts';
import { lastGo } from './last-go.ts';
import { decisionFiles } from './read-decisions.ts';
import { thisCheckout, type StandsOn } from './stands-on.ts';

export interface MadeDossier extends StoredDossier {
  readonly name: string;
  readonly decided: Decided;
  /** Why there is no PDF. */
  readonly unprinted: Sentence | undefined;
}

/** Judges runs as one and writes all that a Go is decided on: for machines and signatures, and for people. */
export async function makeDossier(
  request: GateRequest,
  out: string | undefined,
  given?: StandsOn,
): Promise<MadeDossier> {
  const on = given ?? (await thisCheckout());
  const dossier = await dossierOf(request, on);
  const name = nameOf(dossier);
  const folder = out === undefined ? join(DOSSIERS, name) : resolve(out);
  const signed = decisionFiles(folder).length;
  if (signed > 0)
    throw new ConfigError({
      what: `${folder}: a dossier with ${count(signed, 'signed decision')} stands there already`,
      fix: `./harness dossier verify ${folder} looks at it; for another one name another folder with --out, or another minute`,
    });
  const stored = writeDossier(folder, textOfDossier(dossier));
  const decided = judgeDecided({ dossier: stored.dossier, said: [], now: request.now });
  const unprinted = await writePages(folder, { ...stored, decided, name }, on);
  return { ...stored, name, decided, unprinted };
}

/**
 * What the runs make with the policy, waivers, risks, approvers and detection that it stands on, and what changed since the last Go.
 * Where this machine does not have the commits, that Go, or no detection, what was `told` of them when it was made stands.
 */
export async function dossierOf(request: GateRequest, on: StandsOn, told?: Dossier): Promise<Dossier> {
  const { config, approvers } = on;
  const gated = await judgeRuns(request, config);
  const detection = (await on.detection(gated)) ?? told?.detection;
  const build = (authors: readonly string[]) =>
    buildDossier({ ...{ gated, config, approvers, authors, detection } });
  const last = lastGo(build([]), on);
  const from = last ? (last.dossier.target.commit ?? last.dossier.commit) : told?.since?.go.commit;
  const isFirst = last === undefined && told?.since === undefined;
  const authors = on.authors(gated, isFirst ? undefined : { commit: from });
  const dossier = build(authors.length === 0 ? (told?.authors ?? []) : authors);
  if (last === undefined) return told?.since === undefined ? dossier : { ...dossier, since: told.since };
  const commits = on.commits(gated, from) ?? told?.since?.commits;
  return { ...dossier, since: changesSince(last, dossier, commits) };
}
