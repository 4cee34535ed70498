import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stagePolicySchema } from '../../../kernel/policy.ts';
import { VERDICTS, type Verdict } from '../../../kernel/verdict.ts';
import { judgeRun, type JudgedRun } from '../../finish/judge-run.ts';
import { decideTogether, type GatedRuns } from '../gate-runs.ts';
import { makeGoodEvidence, type GoodEvidence } from './made-evidence.ts';
import { mutantsOf, type Mutant } from './mutants.ts';
import { SEEDS, type Seed } from './seeds.ts';
import { whyHarmless } from './survivors.ts';
import { tamperedOf } from './tampered.ts';

/** What became of evidence that is worse than what passed. */
export interface TriedMutant extends Omit<Mutant, 'made' | 'of'> {
  readonly verdict: Verdict;
  /** The verdict is worse than that of the evidence as it is. */
  readonly flipped: boolean;
  /** Of a survivor: why it may pass. Without one the gate has a hole. */
  readonly because?: string;
}

export interface TriedSeed {
  readonly rule: string;
  readonly verdict: Verdict;
  /** It does not pass, and the reason says what is wrong. */
  readonly blocked: boolean;
  /** All that the gate said of it. */
  readonly said: readonly string[];
}

export interface GateProof {
  /** What the evidence came to as it is: only what passes can be flipped. */
  readonly base: Verdict;
  readonly seeds: readonly TriedSeed[];
  readonly mutants: readonly TriedMutant[];
  /** How many there are, tried or not. */
  readonly of: number;
  readonly verdict: Verdict;
}

/** So many of a hundred mutants must flip the verdict. */
export const LEAST_FLIPPED = 0.95;

export interface ProofRequest extends Partial<GoodEvidence> {
  /** How many mutants are tried at most: the same ones for the same evidence. */
  readonly most?: number;
}

/**
 * Shows that the gate blocks: each of its rules, on evidence that only this rule has something to say of; and runs that pass, each
 * with one thing in it made worse. Of the runs given, or of made ones. Nothing that stands anywhere is changed.
 */
export async function proveGate({ request, config, most = Infinity }: ProofRequest): Promise<GateProof> {
  const work = mkdtempSync(join(tmpdir(), 'harness-proof-'));
  try {
    const made = makeGoodEvidence(work);
    const seeds: TriedSeed[] = [];
    for (const seed of SEEDS) seeds.push(await trySeed(seed, made));
    const given = request && config ? { request, config } : made;
    const tried = await tryMutants(given, join(work, 'tampered'), most);
    return { seeds, ...tried, verdict: verdictOfProof(seeds, tried) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function judgeEach({ request, config }: GoodEvidence): Promise<readonly JudgedRun[]> {
  const judged: JudgedRun[] = [];
  for (const run of request.runs)
    judged.push(await judgeRun(run, undefined, { now: request.now, waivers: config.waivers }));
  return judged;
}

async function trySeed({ rule, runs, policy, waivers = [] }: Seed, made: GoodEvidence): Promise<TriedSeed> {
  const { release } = made.config.stages;
  if (release === undefined) throw new Error('the made policy has no stage release');
  const stages = { release: stagePolicySchema.parse({ ...release, ...policy }) };
  const config = { ...made.config, waivers: [...waivers], stages };
  const { request } = made;
  const judged: JudgedRun[] = [];
  const reads = (await judgeEach(made)).map(({ read }) => read);
  for (const [at, read] of (runs?.(reads) ?? reads).entries()) {
    const run = request.runs[at];
    if (run !== undefined) judged.push(await judgeRun(run, read, { now: request.now, waivers }));
  }
  const { decision } = decideTogether(judged, request, config);
  const blocked =
    decision.verdict !== 'pass' &&
    decision.reasons.some(({ verdict, what }) => verdict === decision.verdict && what.includes(rule));
  return { rule, verdict: decision.verdict, blocked, said: decision.reasons.map(({ what }) => what) };
}

async function tryMutants(
  given: GoodEvidence,
  work: string,
  most: number,
): Promise<Pick<GateProof, 'base' | 'mutants' | 'of'>> {
  const judged = await judgeEach(given);
  const base = decideTogether(judged, given.request, given.config);
  if (base.decision.verdict !== 'pass' && base.decision.verdict !== 'waived')
    return { base: base.decision.verdict, mutants: [], of: 0 };
  const all = judged.flatMap(({ read, record }) => mutantsOf(record.facts.id, read));
  const tampered = given.request.runs.flatMap((run) => tamperedOf(run, work));
  const chosen = [...all, ...tampered].toSorted(byHash).slice(0, most);
  const mutants: TriedMutant[] = [];
  for (const mutant of chosen) mutants.push(await tryMutant(mutant, given, base));
  return { base: base.decision.verdict, mutants, of: all.length + tampered.length };
}

async function tryMutant(
  mutant: Mutant,
  { request, config }: GoodEvidence,
  base: GatedRuns,
): Promise<TriedMutant> {
  const { made, of: _, ...told } = mutant;
  const read = made();
  const { now } = request;
  const { waivers } = config;
  const run = request.runs.find(({ id }) => id === mutant.run);
  const other = run && read && (await judgeRun(run, read, { now, waivers }));
  const judged = base.judged.flatMap((one) => (one.record.facts.id === mutant.run ? (other ?? []) : [one]));
  const { environment, phase } = base.heldTo;
  const { verdict } = decideTogether(judged, { ...request, environment, phase }, config).decision;
  const flipped = VERDICTS.indexOf(verdict) > VERDICTS.indexOf(base.decision.verdict);
  const because = flipped ? undefined : whyHarmless(mutant, { base, waivers });
  return { ...told, verdict, flipped, ...(because !== undefined && { because }) };
}

/** The same order for the same evidence, whatever the order in which it is told: a larger sample holds the smaller. */
function byHash(a: Mutant, b: Mutant): number {
  return hashOf(a).localeCompare(hashOf(b));
}

function hashOf({ operator, run, suite = '', what }: Mutant): string {
  return createHash('sha256').update([operator, run, suite, what].join('\n')).digest('hex');
}

export function verdictOfProof(
  seeds: readonly TriedSeed[],
  { base, mutants }: Pick<GateProof, 'base' | 'mutants'>,
): Verdict {
  const holes = mutants.filter(({ flipped, because }) => !flipped && because === undefined);
  if (seeds.some(({ blocked }) => !blocked) || holes.length > 0) return 'fail';
  if (base === 'unknown' || base === 'fail' || mutants.length === 0) return 'unknown';
  return shareFlipped(mutants) >= LEAST_FLIPPED ? 'pass' : 'fail';
}

export function shareFlipped(mutants: readonly TriedMutant[]): number {
  return mutants.filter(({ flipped }) => flipped).length / mutants.length;
}
