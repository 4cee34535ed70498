import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  type Stats,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { entriesBelow } from '../../../evidence/entries.ts';
import { readRun } from '../../../evidence/read-run.ts';
import { listRuns, runFolder, type RunFolder } from '../../../evidence/store.ts';
import { MUTATIONS } from '../../../evidence/testing/mutations/all.ts';
import { type Files, type Mutation, pick, type Victim } from '../../../evidence/testing/mutations/victim.ts';
import { seededRandom } from '../../../evidence/testing/random.ts';
import { digestOf, digestProblems, verify } from '../../../evidence/verify.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { Verdict } from '../../../kernel/verdict.ts';
import { buildReports } from '../../../reports/build.ts';
import { isOwnerGone } from '../../heal/owner-of-run.ts';
import { isWhole } from '../../heal/whole.ts';
import { atAGlance } from '../at-a-glance.ts';
import { judgeRun, type JudgedRun } from '../judge-run.ts';
import { policyOf } from '../run-record.ts';
import { makeSeeds, type Seed } from './seeds.ts';

/*
 * Changes evidence as whoever must not would, one numbered way after another, and lets everything that reads evidence loose on it. A
 * program of its own, so that whoever waits for it can end it should a reader hang.
 * usage: change-evidence.ts <first number> <how many>; prints a line of JSON for each number begun, each wrong outcome, and the sum.
 */

/** Of so many one is reported, too: a report takes far longer than a verdict. */
const REPORT_EACH = 50;

interface Known extends Seed {
  readonly verdict: Verdict;
  /** What it would be sealed as; of a sealed one the same. */
  readonly sealedAs: Verdict;
  readonly digest: string;
}

const base = mkdtempSync(join(process.env['MUTATED_EVIDENCE'] ?? tmpdir(), 'mutated-'));
const root = join(base, 'evidence');
const sums: Record<string, number> = {};

try {
  const [first = 0, count = 0] = process.argv.slice(2).map(Number);
  const odd = await makeOdd();
  const seeds = await knownSeeds();
  const began = performance.now();
  for (let number = first; number < first + count; number += 1) {
    say({ number });
    await tryOne(number, seeds, odd);
  }
  say({ tried: count, seconds: (performance.now() - began) / 1000, sums, mutations: MUTATIONS.length });
} finally {
  rmSync(base, { recursive: true, force: true });
}

function say(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

async function makeOdd(): Promise<Victim['odd']> {
  const odd = { pipe: join(base, 'pipe'), socket: join(base, 'socket') };
  execFileSync('mkfifo', [odd.pipe]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(odd.socket, resolve));
  server.unref();
  return odd;
}

async function knownSeeds(): Promise<readonly Known[]> {
  const known: Known[] = [];
  for (const seed of await makeSeeds(root)) {
    const run = layOut(seed);
    const verdict = await verdictOf(run);
    const sealedAs = await verdictOf(run, true);
    known.push({ ...seed, verdict, sealedAs, digest: digestOf(run) });
    const problems = (await verify(run.folder)).filter(({ kind }) => kind !== 'unsealed');
    for (const problem of problems) say({ wrong: `${seed.name}: does not verify as it is`, problem });
    say({ seed: seed.name, verdict, sealedAs });
  }
  return known;
}

function layOut({ id, files }: Seed): RunFolder {
  rmSync(root, { recursive: true, force: true });
  const run = runFolder(root, id);
  mkdirSync(run.folder, { recursive: true });
  for (const [path, content] of files) {
    const file = join(run.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return run;
}

async function tryOne(number: number, seeds: readonly Known[], odd: Victim['odd']): Promise<void> {
  const random = seededRandom(number);
  const seed = pick({ random }, seeds);
  const others = seeds.filter(({ id, sealed }) => id !== seed.id && sealed);
  const run = layOut(seed);
  const victim: Victim = {
    id: run.id,
    folder: run.folder,
    random,
    other: pick({ random }, others).files,
    odd,
  };
  const mutations = [
    MUTATIONS[number % MUTATIONS.length],
    ...(random() < 0.15 ? [pick(victim, MUTATIONS)] : []),
  ];
  const done = mutations.filter((one) => one !== undefined);
  for (const mutation of done) apply(mutation, victim);
  const what = `${number}: ${seed.name} with ${done.map(({ name }) => name).join(', and ')}`;
  try {
    await judgeChanged(run, seed, done, (wrong, more) => say({ wrong: `${what}: ${wrong}`, ...more }));
    if (number % REPORT_EACH === 0) await report(run);
  } catch (error) {
    say({ wrong: `${what}: crashed`, error: error instanceof Error ? error.stack : String(error) });
  }
}

/** The second of two may find nothing left to change. */
function apply(mutation: Mutation, victim: Victim): void {
  try {
    mutation.apply(victim);
    sums[mutation.name] = (sums[mutation.name] ?? 0) + 1;
  } catch {
    sums['found nothing to change'] = (sums['found nothing to change'] ?? 0) + 1;
  }
}

type Complain = (wrong: string, more?: object) => void;

async function judgeChanged(run: RunFolder, seed: Known, done: readonly Mutation[], complain: Complain) {
  const verdict = await verdictOf(run);
  const problems = await verify(run.folder);
  readElse(run);
  const changes = changesOf(run, seed.files);
  const remade = changes.includes('manifest.json') && done.some((one) => one.remade === true);
  const digest = digestProblems(run, seed.digest);
  const kind = changes.length === 0 ? 'unchanged' : remade ? 'made anew' : 'changed';
  sums[`${kind}: ${verdict}`] = (sums[`${kind}: ${verdict}`] ?? 0) + 1;
  if (changes.length === 0 && (verdict !== seed.verdict || (seed.sealed && problems.length > 0)))
    complain(`nothing was changed, and it is ${verdict}, not ${seed.verdict}`, { problems });
  if (changes.length > 0 && seed.sealed && !remade) {
    if (isGood(verdict)) complain(`it is ${verdict}`, { changes });
    if (problems.length === 0) complain('verify finds nothing', { changes });
    if (seed.verdict === 'fail' && !changes.some((path) => leadsToJournal(path, seed)) && verdict !== 'fail')
      complain(`its failure is hidden: ${verdict}`, { changes });
  }
  if (changes.length > 0 && seed.sealed && remade && digest.length + problems.length === 0)
    complain('verify finds nothing, though it knows the digest', { changes });
  if (!seed.sealed) await judgeUnsealed(run, seed, changes, verdict, complain);
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
  if (isGood(verdict)) complain(`it is ${verdict}, and was not sealed`);
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
  try {
    return (await judgeRun(run, readRun(run, { unsealed }))).decision.verdict;
  } catch (error) {
    if (error instanceof InfraError) return 'unknown';
    throw error;
  }
}

/** What else looks at runs: the list, and `heal` before each run. */
function readElse(run: RunFolder): void {
  listRuns(root).map(atAGlance);
  isOwnerGone(run);
  isWhole(run, false);
}

async function report(run: RunFolder): Promise<void> {
  const judged = await judgeRun(run).catch((error: unknown) => {
    if (error instanceof InfraError) return undefined;
    throw error;
  });
  if (judged === undefined) return;
  const { model, failures } = await buildReports(requestOf(run, judged));
  sums['reported'] = (sums['reported'] ?? 0) + 1;
  if (model.verdict !== judged.decision.verdict) say({ wrong: `the report says ${model.verdict}` });
  for (const failure of failures) say({ wrong: `${run.id}: ${failure}` });
}

function requestOf(run: RunFolder, { record, read, decision }: JudgedRun) {
  return {
    folder: join(base, 'reports'),
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

/** Paths of what is not as it was: content, kind, presence. Permissions and empty folders are covered by nothing. */
function changesOf({ folder }: RunFolder, files: Files): readonly string[] {
  const isThere = lstatSync(join(folder, 'manifest.json'), { throwIfNoEntry: false }) !== undefined;
  const present = [...entriesBelow(folder).map(({ path }) => path), ...(isThere ? ['manifest.json'] : [])];
  const paths = new Set([...files.keys(), ...present]);
  return [...paths].filter((path) => !isAsItWas(join(folder, path), files.get(path)));
}

function isAsItWas(file: string, content: Buffer | undefined): boolean {
  const stats = statsOf(file);
  if (content === undefined || stats?.isFile() !== true) return false;
  const now = readFileSync(file);
  return now.equals(content) || (file.endsWith('/manifest.json') && sameButTime(now, content));
}

/** Undefined also where a folder above it is none any more. */
function statsOf(file: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch {
    return undefined;
  }
}

/** The digest of the first format does not hold when it was written. */
function sameButTime(now: Buffer, before: Buffer): boolean {
  const [one, other] = [now, before].map((text) =>
    text.toString('latin1').replace(/("writtenAt": ")[ -!#-[\]-\x7f]*"/, '$1"'),
  );
  return one === other && before.includes('"harness-manifest/1"');
}
