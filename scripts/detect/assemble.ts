import type { Cell, Detection, DetectedDefect, Outcome } from '../../reports/detection.ts';
import { outcomeOf, verdictOfDetection } from '../../reports/detection-sums.ts';
import { gitFacts } from '../run/facts.ts';
import type { DetectionLog } from './detection-log.ts';
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
  const defects = prepared.claims.map((claimed) => detected(claimed, log));
  const clean = { asked: prepared.clean, runs: cleanRunsOf(prepared, log) };
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
    verdict: verdictOfDetection({ defects, clean }),
  };
}

/** Clean runs of just the suites that are asked for now. */
export function cleanRunsOf(
  { suites, clean }: PreparedDetection,
  log: DetectionLog,
): Detection['clean']['runs'] {
  const wanted = suites.join(' ');
  return log.clean
    .filter((run) => run.suites.map(({ name }) => name).join(' ') === wanted)
    .slice(0, clean)
    .map(({ run, durationMs, suites: found }) => ({ run, durationMs, suites: found }));
}

function detected({ defect, suites }: Claimed, log: DetectionLog): DetectedDefect {
  const { id, title, area, part, breaks } = defect;
  const tried = log.planted.get(id);
  const open = suites.map((suite) => emptyCell(suite, 'not tried yet'));
  const absent = defect.suites.filter((suite) => !suites.includes(suite));
  const cells = [...(tried?.cells ?? open), ...absent.map((suite) => emptyCell(suite, 'no suite yet'))];
  return {
    ...{ id, title, area, part, breaks: [...breaks], cells, outcome: outcomeOf(cells) },
    ...(tried?.run !== undefined && { run: tried.run }),
    ...(tried && { durationMs: tried.durationMs }),
  };
}

function emptyCell(suite: string, outcome: Outcome): Cell {
  return { suite, outcome, sights: [] };
}
