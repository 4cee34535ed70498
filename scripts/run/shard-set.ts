import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError, messageOf } from '../../kernel/errors.ts';
import type { Plan } from '../../kernel/plan.ts';
import { stageSchema } from '../../kernel/suite.ts';
import type { SelectionOptions } from './run-request.ts';

const contents = {
  format: z.literal('harness-shards/1'),
  stage: stageSchema,
  environment: z.string(),
  /** Each is one shard: the names of its suites. */
  shards: z.array(z.array(z.string()).min(1)).min(1),
};
const setSchema = z.strictObject({ ...contents, digest: z.string() });

/** All suites that a stage plans in an environment, each in one of its shards: sealed before any of them runs. */
export type ShardSet = Readonly<z.infer<typeof setSchema>>;

/** A set with the digest that its runs name: SHA-256 of the rest. */
export function sealed(of: Pick<ShardSet, 'stage' | 'environment' | 'shards'>): ShardSet {
  const { stage, environment, shards } = of;
  const set = { format: 'harness-shards/1' as const, stage, environment, shards };
  return { ...set, digest: createHash('sha256').update(JSON.stringify(set)).digest('hex') };
}

/** Throws a ConfigError where it is none, or not as it was sealed. */
export function readShardSet(file: string): ShardSet {
  const wrong = (why: string) =>
    new ConfigError({
      what: `${file}: ${why}`,
      fix: 'plan it anew: ./harness shards plan --stage <stage> --of <number>',
    });
  let set: ShardSet;
  try {
    set = setSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw wrong(
      `is no set of shards: ${error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error)}`,
    );
  }
  if (sealed(set).digest !== set.digest) throw wrong('was changed after it was planned');
  const names = set.shards.flat();
  if (new Set(names).size !== names.length) throw wrong('has a suite in two shards');
  return set;
}

/** One shard of a set, as the command line names it. */
export interface Shard {
  readonly set: ShardSet;
  /** From 1. */
  readonly number: number;
}

/** Undefined where none is asked for. Throws a ConfigError for half of what is needed, and for what another option says better. */
export function shardOf(
  { shard, shards, stage, env, tag, grep }: SelectionOptions,
  names: readonly string[],
): Shard | undefined {
  if (shard === undefined && shards === undefined) return undefined;
  if (shard === undefined || shards === undefined)
    throw new ConfigError(
      '--shard 2/4 and --shards <file> go together: the file says what is in which shard',
    );
  if (names.length > 0 || tag.length > 0 || stage !== undefined || env !== undefined || grep !== undefined)
    throw new ConfigError(
      '--shard: suites, stage and environment are those of the set; leave out names, --tag, --grep, --stage and --env',
    );
  const set = readShardSet(shards);
  const [, at, of] = /^(\d+)\/(\d+)$/.exec(shard) ?? [];
  const number = Number(at);
  if (Number(of) !== set.shards.length || number < 1 || number > set.shards.length)
    throw new ConfigError(
      `--shard: got "${shard}"; ${shards} has 1/${set.shards.length} to ${set.shards.length}/${set.shards.length}`,
    );
  return { set, number };
}

/** The plan with the suites of one shard. Throws a ConfigError where the stage plans other suites now than when the set was sealed. */
export function shardPlan(plan: Plan, { set, number }: Shard): Plan {
  const planned = plan.planned.map(({ suite }) => suite.name);
  const known = new Set(set.shards.flat());
  const other = [
    ...planned.filter((name) => !known.has(name)),
    ...[...known].filter((name) => !planned.some((one) => one === name)),
  ];
  if (other.length > 0)
    throw new ConfigError({
      what: `--shards: the stage ${set.stage} plans other suites now than when the set was sealed: ${other.join(', ')}`,
      fix: `plan it anew: ./harness shards plan --stage ${set.stage} --of ${set.shards.length}`,
    });
  const own = new Set<string>(set.shards[number - 1]);
  const reason = `in another shard than ${number} of ${set.shards.length}`;
  return {
    ...plan,
    planned: plan.planned.filter(({ suite }) => own.has(suite.name)),
    skipped: [...plan.skipped, ...planned.filter((name) => !own.has(name)).map((name) => ({ name, reason }))],
  };
}
