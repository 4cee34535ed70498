import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../kernel/errors.ts';
import { type AnyEvent, GENESIS } from './journal-line.ts';
import { anyEventSchema, readJournal } from './journal-reader.ts';
import { SUITE_JOURNAL } from './recorder.ts';
import type { RunFolder } from './store.ts';
import { suiteFolders } from './suite-journals.ts';

/** One thing that is not as it was recorded. `path` is relative to the run's folder. */
export interface Problem {
  readonly path: string;
  readonly problem: string;
}

interface Chain {
  readonly path: string;
  readonly events: readonly AnyEvent[];
  readonly hash: string;
  readonly problems: readonly Problem[];
}

/** Only what verifying needs of the two events, so that runs of other versions can be verified too. */
const sealedSchema = z.object({
  type: z.literal('suite-sealed'),
  data: z.object({ suite: z.string(), hash: z.string() }),
});
const startSchema = z.object({
  type: z.literal('start'),
  data: z.object({ suite: z.object({ name: z.string() }) }),
});

/** Checks every chain, and that each suite's journal ends where run.ndjson sealed it. */
export function journalProblems(run: RunFolder): readonly Problem[] {
  const journal = readChain(run, 'run.ndjson');
  const suites = suiteFolders(run.folder).map((folder) => readChain(run, `${folder}/${SUITE_JOURNAL}`));
  const seals = sealsOf(journal.events);
  const names = new Set(suites.map(nameOf));
  return [
    ...[journal, ...suites].flatMap((chain) => chain.problems),
    ...suites.flatMap((suite) => sealProblems(suite, seals)),
    ...[...seals.keys()]
      .filter((name) => !names.has(name))
      .map((name) => ({ path: journal.path, problem: `seals ${name}, of which there is no sound journal` })),
  ];
}

function readChain(run: RunFolder, path: string): Chain {
  try {
    return { path, ...readJournal(join(run.folder, path), anyEventSchema), problems: [] };
  } catch (error) {
    return { path, events: [], hash: GENESIS, problems: [{ path, problem: messageOf(error) }] };
  }
}

/** By suite; the last seal counts, for what a kill left is imported and sealed again. */
function sealsOf(events: readonly AnyEvent[]): ReadonlyMap<string, string> {
  const seals = events.map((event) => sealedSchema.safeParse(event)).filter((parsed) => parsed.success);
  return new Map(seals.map(({ data }) => [data.data.suite, data.data.hash]));
}

function nameOf(suite: Chain): string | undefined {
  const start = startSchema.safeParse(suite.events[0]);
  return start.success ? start.data.data.suite.name : undefined;
}

function sealProblems(suite: Chain, seals: ReadonlyMap<string, string>): readonly Problem[] {
  const name = nameOf(suite);
  if (name === undefined) return [];
  const seal = seals.get(name);
  if (seal === suite.hash) return [];
  const problem =
    seal === undefined
      ? 'is not sealed in run.ndjson: the suite still runs, or the run was killed. If it was, run: ./harness heal'
      : `ends in ${suite.hash}, but run.ndjson sealed it as ${seal}`;
  return [{ path: suite.path, problem }];
}
