import { createHash } from 'node:crypto';
import { loadRequirements } from '../../fixtures/requirements/requirements.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { policyFor, type HarnessConfig } from '../../kernel/config.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { gateRuns, type RunsDecision, type RunTold } from '../../kernel/gate.ts';
import { rank, type Reason } from '../../kernel/judge.ts';
import { judgeTogether, type RunIdentity } from '../../kernel/judge-together.ts';
import { strictest, type FreshRun, type Phase, type Policy } from '../../kernel/policy.ts';
import { aspectsNamed, type Aspect } from '../../kernel/requirement.ts';
import { statesTogether, type StateTogether } from '../../kernel/states-together.ts';
import type { Stage } from '../../kernel/suite.ts';
import { loadConfig } from '../finish/config.ts';
import { judgeRun, type JudgedRun } from '../finish/judge-run.ts';
import { policyOf } from '../session/run-record.ts';

export interface GateRequest {
  readonly runs: readonly RunFolder[];
  readonly stage: Stage;
  /** Those of the first run, unless told. */
  readonly environment?: string | undefined;
  readonly phase?: Phase | undefined;
  readonly now: Date;
}

/** What runs are held to together: today's policy of the stage, and whatever more they were planned under. Plain data. */
export interface HeldTo {
  readonly stage: Stage;
  readonly environment: string;
  readonly phase?: Phase;
  readonly policy: Policy;
  /** What `mustProve` of it means. */
  readonly demanded: readonly Aspect[];
}

export interface GatedRuns {
  readonly judged: readonly JudgedRun[];
  readonly identities: readonly RunIdentity[];
  readonly heldTo: HeldTo;
  /** SHA-256 of `heldTo` as JSON. */
  readonly policyDigest: string;
  readonly decision: RunsDecision;
  /** By demanded aspect. */
  readonly states: ReadonlyMap<string, StateTogether>;
  readonly now: Date;
}

/**
 * Judges sealed runs as one, from nothing but their evidence, the policy and today's waivers. What does not verify, is not sealed,
 * too old, or of another system than the rest is at best `unknown`, by name.
 */
export async function judgeRuns(request: GateRequest, told?: HarnessConfig): Promise<GatedRuns> {
  const { runs, now } = request;
  const config = told ?? (await loadConfig());
  refuseTwice(runs);
  const judged: JudgedRun[] = [];
  for (const run of runs) judged.push(await judgeRun(run, undefined, { now, waivers: config.waivers }));
  return decideTogether(judged, request, config);
}

/** The same of runs that are judged each already, with the same waivers and at the same time. Pure. */
export function decideTogether(
  judged: readonly JudgedRun[],
  request: Omit<GateRequest, 'runs'>,
  config: HarnessConfig,
): GatedRuns {
  const { stage, now } = request;
  const { waivers } = config;
  const identities = judged.map(identityOf);
  const heldTo = whatTheyAreHeldTo(config, judged, { ...request, ...placeOf(request, judged) });
  const { policy, demanded } = heldTo;
  const apart = judgeTogether(identities, { ...heldTo, phase: heldTo.phase, now });
  const together = gateRuns(
    judged.map((one) => ({ ...toldBy(one, apart), id: one.record.facts.id })),
    { policy, demanded, waivers, now, fresh: judged.flatMap((one) => freshOf(one, stage, now)) },
  );
  const ranked = rank([...apart, ...together.reasons]);
  const decision = { ...together, ...ranked };
  const policyDigest = createHash('sha256').update(JSON.stringify(heldTo)).digest('hex');
  return {
    judged,
    identities,
    heldTo,
    policyDigest,
    decision,
    states: statesTogether(decision.runs, demanded),
    now,
  };
}

/** What was imported and is too old, or of something else, proves nothing: as if it were not there. */
function toldBy({ told, record }: JudgedRun, apart: readonly Reason[]): RunTold {
  const { id, imported } = record.facts;
  const why = imported && apart.find(({ run }) => run === id);
  if (why === undefined) return told;
  const { what, fix } = why;
  const unavailable = { what: `it does not count: ${what}`, ...(fix !== undefined && { fix }) };
  return { ...told, evidences: [], planned: told.planned.map((one) => ({ ...one, unavailable })) };
}

function refuseTwice(runs: readonly RunFolder[]): void {
  const twice = runs.find(({ id }, at) => runs.findIndex((other) => other.id === id) < at);
  if (twice !== undefined) throw new ConfigError(`the run ${twice.id} was given twice; give each once`);
}

/** The run that tells of what all are meant to be: the first, but none that was imported where anything ran. */
export function firstOf(judged: readonly JudgedRun[]): JudgedRun | undefined {
  return judged.find(({ record }) => record.facts.imported === undefined) ?? judged[0];
}

function placeOf({ environment, phase }: Omit<GateRequest, 'runs'>, judged: readonly JudgedRun[]) {
  const facts = firstOf(judged)?.record.facts;
  return { environment: environment ?? facts?.environment.name ?? '', phase: phase ?? facts?.phase };
}

function whatTheyAreHeldTo(
  config: HarnessConfig,
  judged: readonly JudgedRun[],
  { stage, environment, phase }: { stage: Stage; environment: string; phase: Phase | undefined },
): HeldTo {
  const today = policyFor(config, { stage, whole: true, environment, phase });
  if (today === undefined)
    throw new ConfigError({
      what: `--stage ${stage}: harness.config.ts has no policy for it`,
      fix: `write \`stages.${stage}\` there, or name another: ${Object.keys(config.stages).join(', ')}`,
    });
  const policy = strictest([today, ...judged.map(({ read }) => policyOf(read.events))]);
  const demanded = demandedOf(today, judged);
  return {
    ...{ stage, environment },
    ...(phase !== undefined && { phase }),
    policy,
    demanded,
  };
}

/** What is demanded today, and what each run was planned to prove. One of before there were aspects is held to what its ids meant then. */
function demandedOf(today: Policy, judged: readonly JudgedRun[]): readonly Aspect[] {
  const old = judged.filter(({ record }) => record.demanded === undefined);
  const ofOld = old
    .flatMap(({ read }) => policyOf(read.events).mustProve)
    .map((reference): Aspect => ({ reference, says: '', by: 'suite' }));
  const all = [
    ...aspectsNamed(today.mustProve, loadRequirements()),
    ...judged.flatMap(({ record }) => record.demanded ?? []),
    ...ofOld,
  ];
  return [...new Map(all.toReversed().map((aspect) => [aspect.reference, aspect])).values()].reverse();
}

function identityOf({ record }: JudgedRun): RunIdentity {
  const { facts, target, endedAt } = record;
  const { id, environment, stage, whole, phase, git, imported } = facts;
  return { id, environment, stage, whole, phase, git, target, endedAt, imported };
}

/** As what the policy demands lately: a whole run of another stage than the one that is decided. */
function freshOf({ record, read, decision }: JudgedRun, decided: Stage, now: Date): readonly FreshRun[] {
  const { id, stage, whole } = record.facts;
  if (stage === undefined || whole !== true || stage === decided || read.manifest === undefined) return [];
  const { verdict, rehearsal } = decision;
  return [
    {
      ...{ stage, run: id, digest: read.manifest.digest },
      verdict: rehearsal ? `${verdict} in rehearsal` : verdict,
      daysAgo: (now.getTime() - Date.parse(record.endedAt ?? '')) / 86_400_000,
      ...(record.target && { version: record.target.version }),
    },
  ];
}
