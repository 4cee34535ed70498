import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readRun } from '../../evidence/read-run.ts';
import { listRuns } from '../../evidence/store.ts';
import { ConfigError, EXIT } from '../../kernel/errors.ts';
import { rank } from '../../kernel/judge.ts';
import { exitCodeOf } from '../../kernel/verdict.ts';
import { count } from '../../reports/format.ts';
import { loadConfig } from '../finish/config.ts';
import { gateRequest, stageOf } from '../gate/gate-options.ts';
import { judgeRuns, type GatedRuns } from '../gate/gate-runs.ts';
import { gateJson, sayGate } from '../gate/say-gate.ts';
import { preparePlan } from '../run/prepare-plan.ts';
import { EVIDENCE } from '../session/places.ts';
import { STATE } from '../root.ts';
import { balance } from './balance.ts';
import { mergeProblems } from './merge-problems.ts';
import { readShardSet, sealed } from '../run/shard-set.ts';

export interface PlanShards {
  readonly stage: string;
  readonly of: string;
  readonly env?: string;
  readonly out?: string;
}

/** `./harness shards plan`. */
export async function planShards({
  stage,
  of,
  env,
  out = join(STATE, 'shards.json'),
}: PlanShards): Promise<number> {
  const asked = stageOf(stage, await loadConfig());
  const { plan } = await preparePlan([], { stage: asked, tag: [], ...(env !== undefined && { env }) });
  const names = plan.planned.map(({ suite }) => suite.name);
  const number = Number(of);
  if (!Number.isInteger(number) || number < 1 || number > names.length)
    throw new ConfigError(
      `--of: got "${of}"; a whole number of 1 to ${names.length}, the suites of ${stage}`,
    );
  const environment = plan.environment.name;
  const seenMs = durations(environment);
  const shards = balance(names, number, seenMs).map((group) => [...group]);
  const set = sealed({ stage: asked, environment, shards });
  mkdirSync(dirname(resolve(out)), { recursive: true });
  writeFileSync(out, `${JSON.stringify(set, null, 2)}\n`);
  const known = names.filter((name) => seenMs.has(name)).length;
  console.log(
    `${out}: ${count(names.length, 'suite')} in ${count(number, 'shard')}, by how long ${known} of them took; set ${set.digest.slice(0, 12)}`,
  );
  for (let at = 1; at <= number; at++) console.log(`./harness run --shard ${at}/${number} --shards ${out}`);
  return EXIT.pass;
}

const RUNS_ASKED = 10;

/** How long each suite took there when it last came to its end. */
function durations(environment: string): ReadonlyMap<string, number> {
  const runs = listRuns(EVIDENCE).filter(
    ({ run }) => run?.environment.name === environment && run.detection === undefined,
  );
  const seen = runs
    .slice(0, RUNS_ASKED)
    .flatMap((run) =>
      readRun(run).suites.flatMap(({ evidence: { suite, ending, durationMs } }) =>
        ending === 'completed' && durationMs !== undefined ? [[suite.name, durationMs] as const] : [],
      ),
    );
  return new Map(seen.toReversed());
}

export interface MergeShards {
  readonly full?: boolean;
  readonly json?: boolean;
}

/** `./harness shards merge`: judged as the gate judges several runs, when they are all of the set. Writes nothing, so once is as good as twice. */
export async function mergeShards(
  file: string,
  ids: readonly string[],
  { full, json }: MergeShards,
): Promise<number> {
  const set = readShardSet(file);
  const gated = await judgeRuns(await gateRequest(ids, { stage: set.stage, env: set.environment }));
  const told = gated.judged.map(({ record }) => ({
    facts: record.facts,
    planned: record.planned.map(({ suite }) => suite.name),
  }));
  const ranked = rank([...mergeProblems(set, told), ...gated.decision.reasons]);
  const merged: GatedRuns = { ...gated, decision: { ...gated.decision, ...ranked } };
  console.log(json ? JSON.stringify(gateJson(merged)) : sayGate(merged, { full }));
  return exitCodeOf(ranked.verdict);
}
