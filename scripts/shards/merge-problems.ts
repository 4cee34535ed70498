import type { Reason } from '../../kernel/judge.ts';
import type { RunFacts } from '../../kernel/run-journal.ts';
import type { ShardSet } from '../run/shard-set.ts';

/** What a run says of itself. */
export interface ShardTold {
  readonly facts: Pick<RunFacts, 'id' | 'shard' | 'stage' | 'whole' | 'imported'>;
  /** The suites that it planned. */
  readonly planned: readonly string[];
}

/**
 * What keeps runs from being all of a set, each shard once: one that is missing, that was given twice, that is of another set, or that
 * planned other suites than were its. Each is `unknown`, by name: nobody knows what was not brought. Whole runs of other stages, and what
 * was imported, may stand beside them, as the policy asks for them.
 */
export function mergeProblems(set: ShardSet, runs: readonly ShardTold[]): readonly Reason[] {
  const own = runs.filter(({ facts }) => facts.shard?.set === set.digest);
  const strangers = runs.filter((run) => !own.includes(run) && !isBeside(run, set));
  return [
    ...strangers.map(({ facts: { id, shard } }) =>
      reason(id, 'the run is of no shard of this set', {
        expected: `a shard of ${set.digest.slice(0, 12)}`,
        observed: shard === undefined ? 'no shard' : `shard ${shard.number} of ${shard.set.slice(0, 12)}`,
        fix: 'give the runs of the set, and no other of its stage',
      }),
    ),
    ...set.shards.flatMap((suites, at) => ofShard(set, at + 1, suites, own)),
  ];
}

function isBeside({ facts }: ShardTold, { stage }: ShardSet): boolean {
  if (facts.shard !== undefined) return false;
  return facts.imported !== undefined || (facts.whole === true && facts.stage !== stage);
}

function ofShard(
  { shards }: ShardSet,
  number: number,
  suites: readonly string[],
  own: readonly ShardTold[],
): readonly Reason[] {
  const [run, ...more] = own.filter(({ facts }) => facts.shard?.number === number);
  const name = `shard ${number} of ${shards.length}`;
  if (run === undefined)
    return [
      reason(undefined, `${name} is missing: it was not run, or what it left was not brought here`, {
        expected: suites.join(', '),
        fix: `./harness run --shard ${number}/${shards.length} --shards <file>, or bring its evidence`,
      }),
    ];
  const planned = run.planned.toSorted();
  return [
    ...more.map(({ facts }) =>
      reason(facts.id, `${name} was given twice`, {
        observed: `${run.facts.id} and ${facts.id}`,
        fix: 'give one run of each shard: what one failed another must not hide',
      }),
    ),
    ...(String(planned) === String(suites.toSorted())
      ? []
      : [
          reason(run.facts.id, `${name} planned other suites than were its`, {
            expected: suites.join(', '),
            observed: planned.join(', '),
            fix: 'run it again from the commit that the set was planned of',
          }),
        ]),
  ];
}

function reason(run: string | undefined, what: string, rest: Partial<Reason>): Reason {
  return { verdict: 'unknown', ...(run !== undefined && { run }), what, proves: [], ...rest };
}
