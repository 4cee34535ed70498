import type { Cell, Detection, DetectedDefect, Outcome } from '../../reports/detection/detection.ts';
import { outcomeOf, verdictOfDetection } from '../../reports/detection/detection-sums.ts';
import { gitFacts } from '../run/facts.ts';
import { allUnknown, type DetectionLog } from './detection-log.ts';
import type { Claimed, PreparedDetection } from './prepare-detection.ts';

export interface AssembleRequest {
  readonly prepared: PreparedDetection;
  readonly log: DetectionLog;
  /** The code was changed while it went on. */
  readonly changed: boolean;
  readonly now: Date;
}

/** What a detection amounts to so far. */
export function assemble({ prepared, log, changed, now }: AssembleRequest): Detection {
  const clean = { asked: prepared.clean, runs: cleanRunsOf(prepared, log) };
  const defects = prepared.claims.map((claimed) => detected(claimed, log, clean.runs));
  const git = gitFacts();
  return {
    id: log.id,
    startedAt: log.startedAt,
    endedAt: now.toISOString(),
    environment: prepared.environment,
    target: prepared.target,
    ...(git && { git }),
    tree: prepared.fingerprint.tree,
    complete: defects.every(({ outcome }) => outcome !== 'not tried yet') && clean.runs.length >= clean.asked,
    whole: prepared.all && clean.asked > 0 && !changed,
    defects,
    clean,
    tookMs: { planted: log.tookMs.planted, clean: log.tookMs.clean },
    verdict: verdictOfDetection({ defects, clean }),
  };
}

/** Clean runs of just the suites that are asked for now; those without an answer only where others are missing. */
export function cleanRunsOf(
  { suites, clean }: PreparedDetection,
  log: DetectionLog,
): Detection['clean']['runs'] {
  const wanted = suites.join(' ');
  const runs = log.clean.filter((run) => run.suites.map(({ name }) => name).join(' ') === wanted);
  const without = (run: (typeof runs)[number]) =>
    Number(allUnknown(run.suites.map(({ verdict }) => verdict)));
  return runs
    .sort((a, b) => without(a) - without(b))
    .slice(0, clean)
    .map(({ run, durationMs, suites: found }) => ({ run, durationMs, suites: found }));
}

/** How many runs, also with their second attempt, gave no answer at all: while there are some, a detection does not end. */
export function unansweredOf(prepared: PreparedDetection, log: DetectionLog): number {
  const planted = prepared.claims.flatMap(({ defect }) => log.planted.get(defect.id) ?? []);
  const states = [
    ...planted.map(({ cells }) => cells.map(({ outcome }) => outcome)),
    ...cleanRunsOf(prepared, log).map(({ suites }) => suites.map(({ verdict }) => verdict)),
  ];
  return states.filter(allUnknown).length;
}

function detected(
  { defect, suites }: Claimed,
  log: DetectionLog,
  clean: Detection['clean']['runs'],
): DetectedDefect {
  const { id, title, area, part, breaks } = defect;
  const tried = log.planted.get(id);
  const open = suites.map((suite) => emptyCell(suite, 'not tried yet'));
  const absent = defect.suites.filter((suite) => !suites.includes(suite));
  const found = tried?.cells.map((cell) => doubted(cell, clean)) ?? open;
  const cells = [...found, ...absent.map((suite) => emptyCell(suite, 'no suite yet'))];
  return {
    ...{ id, title, area, part, breaks: [...breaks], cells, outcome: outcomeOf(cells) },
    ...(tried?.run !== undefined && { run: tried.run }),
    ...(tried && { durationMs: tried.durationMs }),
  };
}

/** What fails with nothing planted as well is no sight of a defect: a catch by nothing else is none. */
function doubted(cell: Cell, clean: Detection['clean']['runs']): Cell {
  if (cell.outcome !== 'caught') return cell;
  const alarms = clean.flatMap(({ run, suites }) =>
    suites
      .filter(({ name }) => name === cell.suite)
      .flatMap(({ failed }) => failed.map((what) => ({ what, run }))),
  );
  const [first] = cell.sights.map(({ what }) => alarms.find((alarm) => alarm.what === what));
  const alone = cell.sights.every(({ what }) => alarms.some((alarm) => alarm.what === what));
  if (first === undefined || !alone) return cell;
  const { suite, verdict, sights } = cell;
  const reason = `${first.what} failed in a clean run too: ${first.run}`;
  return { suite, outcome: 'unknown', ...(verdict && { verdict }), sights, reason };
}

function emptyCell(suite: string, outcome: Outcome): Cell {
  return { suite, outcome, sights: [] };
}
