import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listRuns, runFolder, type RunFolder } from '../../evidence/store.ts';
import { sayProblems } from '../../kernel/discover.ts';
import { ConfigError } from '../../kernel/errors.ts';
import type { Reason } from '../../kernel/judge.ts';
import {
  judgeDecided,
  stillAgainst,
  type SaidElsewhere,
  type SignedDecision,
} from '../../reports/dossier/judge-decided.ts';
import type { Decided } from '../../reports/dossier/decided.ts';
import { DOSSIER_FILE, type Dossier } from '../../reports/dossier/dossier.ts';
import { stageOf } from '../gate/gate-options.ts';
import { DOSSIERS, EVIDENCE } from '../session/places.ts';
import { digestOf, textOfDossier } from './build-dossier.ts';
import { PAGE_FILE, readDossier, renderDossier, type StoredDossier } from './dossier-files.ts';
import { nameOf } from './dossier-name.ts';
import { dossierOf } from './make-dossier.ts';
import { readDecisions } from './read-decisions.ts';
import { saidElsewhere } from './said-elsewhere.ts';
import { thisCheckout, type StandsOn } from './stands-on.ts';

export interface VerifiedDossier extends StoredDossier {
  readonly said: readonly SignedDecision[];
  /** What stands against it where it lies a second time, or in another one of the same version and commit. */
  readonly against: readonly SaidElsewhere[];
  /** What is not as it was made: with any it is no Go. */
  readonly problems: readonly Reason[];
  readonly decided: Decided;
}

export interface Look {
  /** The folder with `runs/` of its evidence. */
  readonly evidence?: string | undefined;
  readonly now?: Date;
  /** This checkout, unless told. */
  readonly on?: StandsOn | undefined;
  /** Whether who made the commit must be known here: the word of the dossier is not enough for who is about to approve it. */
  readonly authorsKnown?: boolean;
}

/** The dossier of a name, or in a folder. A ConfigError says where there is none. */
export function findDossier(named: string): StoredDossier {
  // A path is that folder, or nothing: never another one that has the same name.
  const isName = named === basename(named) && !existsSync(join(named, DOSSIER_FILE));
  const folder = isName ? join(DOSSIERS, named) : named;
  if (named === '' || !existsSync(join(folder, DOSSIER_FILE)))
    throw new ConfigError({
      what: `no dossier "${named}": got ${folder}, and there is no ${DOSSIER_FILE} in it`,
      fix: `name one of ${DOSSIERS}, or a folder with a ${DOSSIER_FILE}; ./harness dossier <run…> makes one`,
    });
  try {
    return readDossier(folder);
  } catch (error) {
    throw new ConfigError(sayProblems(join(folder, DOSSIER_FILE), error));
  }
}

/**
 * Checks all of a dossier offline: the evidence of its runs, that judging them again at its time makes the same bytes of it, with this
 * checkout's policy, waivers, risks, approvers and detection, every signature, and that its page says what it says.
 */
export async function verifyDossier(
  stored: StoredDossier,
  { evidence = EVIDENCE, now = new Date(), on, authorsKnown = false }: Look = {},
): Promise<VerifiedDossier> {
  const here = on ?? (await thisCheckout());
  const said = readDecisions(stored, here.approvers);
  const elsewhere = saidElsewhere(stored, here, now);
  const problems = [
    ...uncommitted(here),
    ...(await notAsMade(stored, { evidence, on: here, authorsKnown })),
    ...(await pageProblems(stored, said)),
  ];
  return {
    ...stored,
    said,
    against: stillAgainst(elsewhere, said),
    problems,
    decided: judgeDecided({ dossier: stored.dossier, said, elsewhere, now, problems }),
  };
}

function problem(what: string, fix: string, observed?: string): Reason {
  return {
    verdict: 'unknown',
    what,
    proves: ['REL-07/signed'],
    fix,
    ...(observed !== undefined && { observed }),
  };
}

/** What decides must be what everybody has: policy, waivers, risks and approvers. */
function uncommitted({ uncommitted: files }: StandsOn): readonly Reason[] {
  if (files.length === 0) return [];
  const what = 'it is held to files that nobody committed';
  return [problem(what, 'commit them, or put them back: git status', files.join(', '))];
}

/** Judged again, it must be the same to the byte. What it stands on, and is another now, is named. */
async function notAsMade(
  { dossier, text }: StoredDossier,
  { evidence, on, authorsKnown }: { evidence: string; on: StandsOn; authorsKnown: boolean },
): Promise<readonly Reason[]> {
  const runs = dossier.runs.map(({ id }) => ({ id, found: findEvidence(id, evidence) }));
  const absent = runs.filter(({ found }) => found === undefined).map(({ id }) => id);
  if (absent.length > 0)
    return [
      problem(
        'the evidence that it stands on is not here',
        'copy these runs here, and name the folder that they are in with --evidence',
        absent.join(', '),
      ),
    ];
  const rebuilt = await dossierOf(
    {
      runs: runs.flatMap(({ found }) => found ?? []),
      stage: stageOf(dossier.stage, on.config),
      environment: dossier.environment.name,
      phase: dossier.phase,
      now: new Date(dossier.at),
    },
    on,
    authorsKnown ? { ...withoutSince(dossier), authors: [] } : dossier,
  );
  if (authorsKnown && dossier.since !== undefined && rebuilt.since === undefined)
    return [
      problem(
        'the last Go is not here, so nobody here can tell what changed since',
        `copy its folder, ${dossier.since.go.name}, to where all dossiers are: reports/go-no-go`,
        dossier.since.go.digest,
      ),
    ];
  if (authorsKnown && rebuilt.authors.length === 0)
    return [
      problem(
        'this checkout does not have the commit, or not all since the last Go, so nobody here can tell who made them',
        'approve it in a checkout that has them; git fetch --unshallow fetches those that a shallow one lacks',
        dossier.target.commit ?? dossier.commit,
      ),
    ];
  if (textOfDossier(rebuilt) === text) return [];
  const changed = changesOf(dossier, rebuilt);
  const what = 'judged again it is not the same';
  const fix = 'make it anew, and have it signed anew: what it stands on, or it itself, was changed';
  const then = new Set(dossier.reasons.map((one) => one.what));
  const news = rebuilt.reasons.find((one) => !then.has(one.what))?.what;
  const observed = `${changed.join(', ') || 'its text'}${news === undefined ? '' : `; now it says: ${news}`}`;
  return [problem(what, fix, observed)];
}

function withoutSince(dossier: Dossier): Dossier {
  const { since: _, ...rest } = dossier;
  return rest;
}

function findEvidence(id: string, evidence: string): RunFolder | undefined {
  const run = runFolder(evidence, id);
  if (existsSync(run.folder)) return run;
  return listRuns(evidence).find((one) => one.id === id);
}

/** Which of what it stands on differs, or else which of its parts. */
function changesOf(dossier: Dossier, rebuilt: Dossier): readonly string[] {
  const names = Object.keys(dossier.digests) as (keyof Dossier['digests'])[];
  const digests = names.filter((name) => dossier.digests[name] !== rebuilt.digests[name]);
  const runs = dossier.runs
    .filter(({ digest }, at) => rebuilt.runs[at]?.digest !== digest)
    .map(({ id }) => id);
  if (digests.length + runs.length > 0) return [...digests, ...runs];
  const parts = Object.keys({ ...dossier, ...rebuilt }) as (keyof Dossier)[];
  return parts.filter((part) => JSON.stringify(dossier[part]) !== JSON.stringify(rebuilt[part]));
}

/** People read the page: it must say what is signed. */
async function pageProblems(
  stored: StoredDossier,
  said: readonly SignedDecision[],
): Promise<readonly Reason[]> {
  const file = join(stored.folder, PAGE_FILE);
  const page = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const own = await renderDossier(pageOf(stored, said));
  if (page !== undefined && digestOf(page) === digestOf(own)) return [];
  const what =
    page === undefined ? `${PAGE_FILE} is missing` : `${PAGE_FILE} does not say what ${DOSSIER_FILE} says`;
  return [problem(what, `./harness dossier print ${nameOf(stored.dossier)} writes it anew`)];
}

/** The page as it was when it was made, or the last decision: so that it can be made again. */
export function pageOf(stored: StoredDossier, said: readonly SignedDecision[]) {
  const { dossier, digest } = stored;
  const now = new Date(said.at(-1)?.at ?? dossier.at);
  return { dossier, digest, name: nameOf(dossier), decided: judgeDecided({ dossier, said, now }) };
}
