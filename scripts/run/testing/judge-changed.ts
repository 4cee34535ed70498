import { join } from 'node:path';
import { readRun } from '../../../evidence/read-run.ts';
import { listRuns, type RunFolder } from '../../../evidence/store.ts';
import { digestOf, digestProblems, verify } from '../../../evidence/verify.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { Verdict } from '../../../kernel/verdict.ts';
import { buildReports } from '../../../reports/build.ts';
import { isOwnerGone } from '../../session/owner-of-run.ts';
import { isWhole } from '../../heal/whole-run.ts';
import { atAGlance } from '../../session/at-a-glance.ts';
import { judgeRun, type JudgedRun } from '../../finish/judge-run.ts';
import { policyOf } from '../../session/run-record.ts';
import { changesOf } from './laid-out.ts';
import type { Seed } from './seeds.ts';

/** A seed, and what is said of it before it is changed. */
export interface Known extends Seed {
  readonly verdict: Verdict;
  /** What it would be sealed as; of a sealed one the same. */
  readonly sealedAs: Verdict;
  readonly digest: string;
}

/** Says what is wrong with what is said of a run, and on what grounds. */
export type Complain = (wrong: string, more?: object) => void;

export async function know(seed: Seed, run: RunFolder, complain: Complain): Promise<Known> {
  for (const problem of await verify(run.folder))
    if (problem.kind !== 'unsealed') complain(`${seed.name} does not verify as it is`, problem);
  const [verdict, sealedAs] = [await verdictOf(run), await verdictOf(run, true)];
  return { ...seed, verdict, sealedAs, digest: digestOf(run) };
}

/**
 * Judges, verifies and lists what was made of a seed, and complains of each answer that is wrong. `remade`: the manifest may have been
 * made anew. Gives what it was and what it is judged as, to be counted.
 */
export async function judgeChanged(
  run: RunFolder,
  seed: Known,
  remade: boolean,
  complain: Complain,
): Promise<string> {
  const verdict = await verdictOf(run);
  const problems = await verify(run.folder);
  readElse(run);
  const changes = changesOf(run, seed);
  const anew = remade && changes.includes('manifest.json');
  if (changes.length === 0) {
    if (verdict !== seed.verdict || (seed.sealed && problems.length > 0))
      complain(`nothing was changed, and it is ${verdict}, not ${seed.verdict}`, { problems });
  } else if (seed.sealed && anew) {
    if (problems.length + digestProblems(run, seed.digest).length === 0)
      complain('verify finds nothing, though it knows the digest', { changes });
  } else if (seed.sealed) {
    if (isGood(verdict)) complain(`it is ${verdict}`, { changes });
    if (problems.length === 0) complain('verify finds nothing', { changes });
    if (seed.verdict === 'fail' && verdict !== 'fail' && !changes.some((path) => leadsToJournal(path, seed)))
      complain(`its failure is hidden: ${verdict}`, { changes });
  }
  if (!seed.sealed) await judgeUnsealed(run, seed, changes, verdict, complain);
  return `${changes.length === 0 ? 'unchanged' : anew ? 'made anew' : 'changed'}: ${verdict}`;
}

function leadsToJournal(path: string, { files }: Seed): boolean {
  const journals = [...files.keys()].filter((file) => file.endsWith('.ndjson'));
  return journals.some((file) => file === path || file.startsWith(`${path}/`));
}

/** What is not sealed never passes; and it is not sealed as better than it was, as long as what seals its suites is as it was. */
async function judgeUnsealed(
  run: RunFolder,
  seed: Known,
  changes: readonly string[],
  verdict: Verdict,
  complain: Complain,
): Promise<void> {
  if (isGood(verdict) && !changes.includes('manifest.json')) complain(`it is ${verdict}, and was not sealed`);
  if (changes.includes('run.ndjson') || changes.includes('manifest.json')) return;
  const sealedAs = await verdictOf(run, true);
  const journals = changes.filter((path) => seed.files.has(path) && path.endsWith('/journal.ndjson'));
  if (isGood(sealedAs) && (journals.length > 0 || !isGood(seed.sealedAs)))
    complain(`it would be sealed as ${sealedAs}`, { changes });
}

function isGood(verdict: Verdict): boolean {
  return verdict === 'pass' || verdict === 'waived';
}

/** As the exit code says it: what says nothing of the run at all is `unknown`. */
async function verdictOf(run: RunFolder, unsealed = false): Promise<Verdict> {
  return (await judged(run, unsealed))?.decision.verdict ?? 'unknown';
}

async function judged(run: RunFolder, unsealed: boolean): Promise<JudgedRun | undefined> {
  try {
    return await judgeRun(run, readRun(run, { unsealed }));
  } catch (error) {
    if (error instanceof InfraError) return undefined;
    throw error;
  }
}

/** What else looks at runs: the list, and `heal` before each run. */
function readElse(run: RunFolder): void {
  listRuns(join(run.folder, '..', '..')).map(atAGlance);
  isOwnerGone(run);
  isWhole(run, false);
}

/** Builds the quick reports of what was made of a seed, into `folder`; their verdict is the judge's. */
export async function reportChanged(run: RunFolder, folder: string, complain: Complain): Promise<void> {
  const found = await judged(run, false);
  if (found === undefined) return;
  const { model, failures } = await buildReports(requestOf(run, folder, found));
  if (model.verdict !== found.decision.verdict) complain(`the report says ${model.verdict}`);
  for (const failure of failures) complain(failure);
}

function requestOf(run: RunFolder, folder: string, { record, read, decision }: JudgedRun) {
  return {
    folder,
    evidenceFolder: run.folder,
    only: ['index', 'junit', 'summary', 'history'],
    input: {
      run: record,
      evidences: read.suites.map(({ evidence }) => evidence),
      decision,
      decisions: decision.suites,
      policy: policyOf(read.events),
      waivers: [],
      catalogue: { areas: [], requirements: [] },
      now: new Date(),
    },
  };
}
