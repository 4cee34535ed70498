import type { ReadRun, SuiteEvidence } from '../../evidence/read-run.ts';
import { SUITE_JOURNAL } from '../../evidence/recorder.ts';
import { flakesOf, lastAttempts } from '../../kernel/attempts.ts';
import type { Journalled, SuiteEvent } from '../../kernel/evidence.ts';
import { UNREAD, type Decision, type Reason } from '../../kernel/judge.ts';
import { sayJudged } from '../../kernel/threshold.ts';
import type { RunEvent } from '../../kernel/run-journal.ts';

/** Where in the evidence something stands. */
export interface Place {
  /** Relative to the run's folder. */
  readonly file: string;
  /** Of a journal, 1 for the first; absent of a whole file. */
  readonly line?: number;
}

type Read = Pick<ReadRun, 'events' | 'suites' | 'problems'>;

const MOST = 3;

/**
 * The lines of the evidence that prove a reason; what is demanded and was not shown stands in the plan. Never empty but for a run
 * without a readable plan, whose files that do not verify are named instead.
 */
export function proofOf(
  reason: Pick<Reason, 'suite' | 'what' | 'check' | 'waivable'>,
  read: Read,
  decisions: ReadonlyMap<string, Decision>,
): readonly Place[] {
  const suite = suiteNamed(reason.suite, read);
  const own = suite === undefined ? [] : inSuite(reason, suite, decisions.get(reason.suite ?? ''));
  const found = [own, inRun(reason, read), inFlakes(reason, read)].find((places) => places.length > 0);
  return found ?? planOf(read);
}

export function suiteNamed(name: string | undefined, { suites }: Read): SuiteEvidence | undefined {
  return suites.find(({ evidence }) => evidence.suite.name === name);
}

/** Where a suite's journal says how it ended; of one that was killed its last line. */
export function endOf({ folder, events }: SuiteEvidence): readonly Place[] {
  return linesOf(folder, events.filter(({ type }) => type === 'end').slice(-1), events);
}

/** Where what was planned, and under which policy, stands; without it what cannot be read. */
export function planOf({ events, problems }: Read): readonly Place[] {
  const planned = placesOf(
    'run.ndjson',
    events.filter(({ type }) => type === 'planned'),
  ).slice(-1);
  return planned.length > 0 ? planned : problems.slice(0, MOST).map(({ path }) => ({ file: path }));
}

/** What says that a check's outcome is what it is: the attempt that decides. */
export function checkLine({ folder, evidence, events }: SuiteEvidence, id: string): readonly Place[] {
  const deciding = lastAttempts(evidence.checks.filter((check) => check.id === id))[0];
  if (deciding === undefined) return [];
  const told = events.filter(
    (event) =>
      event.type === 'check' &&
      event.data.id === id &&
      event.data.attempt === deciding.attempt &&
      event.data.outcome === deciding.outcome,
  );
  return placesOf(`${folder}/${SUITE_JOURNAL}`, told).slice(-1);
}

function inSuite(
  { what, check, waivable }: Pick<Reason, 'what' | 'check' | 'waivable'>,
  suite: SuiteEvidence,
  decision: Decision | undefined,
): readonly Place[] {
  const { folder, events } = suite;
  if (check !== undefined) return checkLine(suite, check);
  const told = events.filter((event) => event.type === 'event');
  if (what === UNREAD)
    return linesOf(
      folder,
      told.filter(({ data }) => data.name === 'inbox-malformed' || data.name === 'inbox-shrunk'),
    );
  const unknown = told.filter(
    ({ data }) => data.name === 'reference-unknown' && what.includes(`@${String(data.detail['reference'])}:`),
  );
  if (unknown.length > 0) return linesOf(folder, unknown);
  const limit = decision?.limits?.find((one) => sayJudged(one) === what)?.threshold;
  return limit === undefined ? endOf(suite) : measured(suite, limit.metric, waivable);
}

/** The last line of a metric; of one that counts findings, theirs. Where it was not measured, how the suite ended. */
function measured(
  suite: SuiteEvidence,
  metric: string,
  fingerprints: readonly string[] = [],
): readonly Place[] {
  const { folder, events } = suite;
  const found = events.filter(
    (event) => event.type === 'finding' && fingerprints.includes(event.data.fingerprint),
  );
  if (found.length > 0) return linesOf(folder, found);
  const name = metric.startsWith('findings.') ? 'findings.examined' : metric;
  const told = events.filter((event) => event.type === 'metric' && event.data.name === name).slice(-1);
  return told.length > 0 ? linesOf(folder, told) : endOf(suite);
}

/** What the run says of itself: a problem word for word, and how it was cut short; and what does not verify. */
function inRun({ what }: Pick<Reason, 'what'>, { events, problems }: Read): readonly Place[] {
  const told = events.filter((event) => event.type === 'trouble' && event.data.what === what);
  if (told.length > 0) return placesOf('run.ndjson', told).slice(0, 1);
  const bad = problems.filter(({ path, problem }) => what.includes(`${path} ${problem}`));
  if (bad.length > 0) return bad.slice(0, MOST).map(({ path }) => ({ file: path }));
  if (!what.startsWith('the run was interrupted')) return [];
  const ended = events.filter(({ type }) => type === 'ended');
  return placesOf('run.ndjson', ended.length > 0 ? ended : events.slice(-1));
}

function inFlakes({ what }: Pick<Reason, 'what'>, { suites }: Read): readonly Place[] {
  if (!what.startsWith('passed only at a further attempt')) return [];
  return suites
    .flatMap((suite) => flakesOf(suite.evidence.checks).flatMap((id) => checkLine(suite, id)))
    .slice(0, MOST);
}

/** The first of them; where there is none, the last line of all. */
function linesOf(
  folder: string,
  told: readonly Journalled<SuiteEvent>[],
  all: readonly Journalled<SuiteEvent>[] = [],
): readonly Place[] {
  return placesOf(`${folder}/${SUITE_JOURNAL}`, told.length > 0 ? told : all.slice(-1)).slice(0, MOST);
}

function placesOf(file: string, events: readonly Journalled<SuiteEvent | RunEvent>[]): readonly Place[] {
  return events.map(({ seq }) => ({ file, line: seq + 1 }));
}
