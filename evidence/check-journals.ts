import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../kernel/errors.ts';
import type { Journalled } from '../kernel/evidence.ts';
import { kindOf } from '../kernel/suite.ts';
import type { Entry } from './entries.ts';
import type { AnyEvent, Broken } from './journal-line.ts';
import { BrokenJournal, type ReadJournal, readChain } from './journal-reader.ts';
import type { Problem } from './problem.ts';
import { SUITE_JOURNAL } from './recorder.ts';
import { shortNameOf, type RunFolder } from './store.ts';
import { suiteFolders } from './suite-journals.ts';

/** A suite's journal whose chain holds, and that is the one of this run and this folder that was sealed, if any was. */
export interface CheckedSuite {
  /** Relative to the run's folder. */
  readonly folder: string;
  readonly events: readonly Journalled<AnyEvent>[];
  readonly hash: string;
  /** Of a run that was killed, a suite may not be sealed yet: then anybody may have written its end. */
  readonly sealed: boolean;
}

export interface CheckedJournals {
  /** Of run.ndjson; empty where it does not verify. */
  readonly events: readonly Journalled<AnyEvent>[];
  /** Only what verifies. */
  readonly suites: readonly CheckedSuite[];
  readonly problems: readonly Problem[];
}

/** Only what verifying needs of the events, so that runs of other versions can be verified too. */
const startedSchema = z.object({ type: z.literal('run-started'), data: z.object({ id: z.string() }) });
const plannedSchema = z.object({
  type: z.literal('planned'),
  data: z.object({ planned: z.array(z.object({ suite: z.object({ name: z.string() }) })) }),
});
const sealedSchema = z.object({
  type: z.literal('suite-sealed'),
  data: z.object({ suite: z.string(), hash: z.string() }),
});
const startSchema = z.object({
  type: z.literal('start'),
  data: z.object({
    run: z.string(),
    suite: z.object({ name: z.string() }),
    engine: z.object({ toolKind: z.string() }),
  }),
});

const RUN_JOURNAL = 'run.ndjson';

/**
 * Checks every chain, that each journal is of this run and stands where it belongs, and that each suite's ends where run.ndjson
 * sealed it. `sealed`: nothing may be open any more.
 */
export function checkJournals(run: RunFolder, entries: readonly Entry[], sealed: boolean): CheckedJournals {
  const journal = checkRunJournal(run, entries, sealed);
  const suites = suiteFolders(entries).map((folder) => checkSuite(run, folder, journal, sealed));
  const found = new Set(suites.map(({ name }) => name));
  const lost = [...journal.seals.keys()].filter((name) => !found.has(name));
  return {
    events: journal.events,
    suites: suites.map(({ suite }) => suite).filter((suite) => suite !== undefined),
    problems: [
      ...journal.problems.map((problem) => changed(RUN_JOURNAL, problem)),
      ...suites.flatMap(({ problems }) => problems),
      ...lost.map((name) => changed(RUN_JOURNAL, `seals ${name}, of which there is no sound journal`)),
    ],
  };
}

function changed(path: string, problem: string): Problem {
  return { path, problem, kind: 'changed' };
}

interface RunJournal {
  readonly events: readonly Journalled<AnyEvent>[];
  /** By suite; the last seal counts, for what a kill left is imported and sealed again. */
  readonly seals: ReadonlyMap<string, string>;
  /** Undefined where nothing was planned yet. */
  readonly planned: readonly string[] | undefined;
  readonly problems: readonly string[];
}

function checkRunJournal(run: RunFolder, entries: readonly Entry[], sealed: boolean): RunJournal {
  const nothing = { events: [], seals: new Map<string, string>(), planned: undefined };
  // Killed as it began: there is nothing yet that could have been changed.
  if (!sealed && !entries.some(({ path }) => path === RUN_JOURNAL)) return { ...nothing, problems: [] };
  const chain = chainOf(run, RUN_JOURNAL);
  if ('broken' in chain) return { ...nothing, problems: [chain.broken] };
  const { events } = chain;
  const planned = dataOf(plannedSchema, events).map((data) => data.planned.map(({ suite }) => suite.name));
  const problems = [...foreign(run, events, sealed), ...twice(planned)];
  if (problems.length > 0) return { ...nothing, problems };
  const seals = dataOf(sealedSchema, events).map(({ suite, hash }) => [suite, hash] as const);
  return { events, seals: new Map(seals), planned: planned[0], problems };
}

function foreign(run: RunFolder, events: readonly AnyEvent[], sealed: boolean): readonly string[] {
  const started = dataOf(startedSchema, events);
  const other = started.find(({ id }) => id !== run.id);
  if (other !== undefined) return [`is of run ${other.id}, not of ${run.id}`];
  return sealed && started.length === 0 ? ['does not say that the run started'] : [];
}

function twice(planned: readonly (readonly string[])[]): readonly string[] {
  if (planned.length > 1) return ['says more than once what was planned'];
  return (planned[0] ?? [])
    .filter((name, index, all) => all.indexOf(name) !== index)
    .map((name) => `plans ${name} twice`);
}

function dataOf<T>(schema: z.ZodType<{ data: T }>, events: readonly AnyEvent[]): readonly T[] {
  return events.map((event) => schema.safeParse(event).data?.data).filter((data) => data !== undefined);
}

function chainOf(run: RunFolder, path: string): ReadJournal<AnyEvent> | Broken {
  try {
    return readChain(join(run.folder, path));
  } catch (error) {
    return { broken: error instanceof BrokenJournal ? error.reason : messageOf(error) };
  }
}

interface SuiteCheck {
  readonly name: string | undefined;
  readonly suite: CheckedSuite | undefined;
  readonly problems: readonly Problem[];
}

/** One that was killed before its first event is no evidence, and no problem. */
function checkSuite(run: RunFolder, folder: string, journal: RunJournal, sealed: boolean): SuiteCheck {
  const path = `${folder}/${SUITE_JOURNAL}`;
  const chain = chainOf(run, path);
  if ('broken' in chain)
    return { name: undefined, suite: undefined, problems: [changed(path, chain.broken)] };
  if (chain.events.length === 0) return { name: undefined, suite: undefined, problems: [] };
  const start = startSchema.safeParse(chain.events[0]).data?.data;
  if (start === undefined) return wrong('does not begin with the start of a suite');
  const { name } = start.suite;
  if (start.run !== run.id) return wrong(`is of run ${start.run}, not of ${run.id}`);
  const place = [kindOf(name), start.engine.toolKind, shortNameOf(name)].join('/');
  if (place !== folder) return wrong(`is of ${name}, whose place is ${place}`);
  if (journal.problems.length > 0)
    return wrong('cannot be checked against run.ndjson, which does not verify');
  if (journal.planned?.includes(name) === false) return wrong(`is of ${name}, which was not planned`);
  const seal = journal.seals.get(name);
  if (seal === undefined && sealed) return wrong('is not sealed in run.ndjson');
  if (seal !== undefined && seal !== chain.hash)
    return wrong(`ends in ${chain.hash}, but run.ndjson sealed it as ${seal}`);
  if (seal !== undefined && chain.tornBytes > 0) return wrong('goes on after it was sealed');
  const suite = { folder, events: chain.events, hash: chain.hash, sealed: seal !== undefined };
  return { name, suite, problems: suite.sealed ? [] : [open(path)] };

  function wrong(problem: string): SuiteCheck {
    return { name: start?.suite.name, suite: undefined, problems: [changed(path, problem)] };
  }
}

function open(path: string): Problem {
  const problem =
    'is not sealed in run.ndjson: the suite still runs, or the run was killed. If it was, run: ./harness heal';
  return { path, problem, kind: 'unsealed' };
}
