import { worst, type Verdict } from '../../kernel/verdict.ts';
import type { Cell, CleanRun, DetectedDefect, Detection, Outcome } from './detection.ts';
import { count } from '../format.ts';

/**
 * A defect is caught where one of the suites that claim it caught it. Otherwise a suite that could not be judged may have: then
 * there is no telling.
 */
export function outcomeOf(cells: readonly Cell[]): Outcome {
  const order: readonly Outcome[] = ['not tried yet', 'caught', 'unknown', 'caught elsewhere', 'missed'];
  return order.find((outcome) => cells.some((cell) => cell.outcome === outcome)) ?? 'no suite yet';
}

/** Suites that claim a defect as well and did not catch what another one did: each of them must notice by itself. */
export function alsoClaiming({ cells, outcome }: Pick<DetectedDefect, 'cells' | 'outcome'>): readonly Cell[] {
  return outcome === 'caught' ? cells.filter((cell) => cell.outcome in UNNOTICED) : [];
}

const UNNOTICED: Readonly<Partial<Record<Outcome, string>>> = {
  missed: 'which did not notice',
  'caught elsewhere': 'where only something else failed',
  unknown: 'which gave no answer',
};

/** `also claimed by contract/workflows, which did not notice`. */
export function sayAlsoClaiming({ suite, outcome }: Cell): string {
  return `also claimed by ${suite}, ${UNNOTICED[outcome] ?? outcome}`;
}

/** The quickest of the suites that caught it. */
export function timeToCatch({ cells }: Pick<DetectedDefect, 'cells'>): number | undefined {
  const times = cells.flatMap((cell) => cell.timeToCatchMs ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

export interface DetectionSums extends Readonly<Record<Outcome, number>> {
  /** Defects that at least one existing suite claims. */
  readonly withSuite: number;
  /** Suites that did not notice a defect which they claim and another caught, or gave no answer to it. */
  readonly overlooked: number;
  readonly unclear: number;
  /** Suites of clean runs that failed, or could not be judged. */
  readonly falseAlarms: number;
  readonly unknownClean: number;
}

export function sumsOf({ defects, clean }: Pick<Detection, 'defects' | 'clean'>): DetectionSums {
  const of = (outcome: Outcome) => defects.filter((defect) => defect.outcome === outcome).length;
  const also = defects.flatMap(alsoClaiming);
  const unclear = also.filter((cell) => cell.outcome === 'unknown').length;
  const suites = clean.runs.flatMap((run) => run.suites);
  const verdicts = (verdict: Verdict) => suites.filter((suite) => suite.verdict === verdict).length;
  return {
    caught: of('caught'),
    'caught elsewhere': of('caught elsewhere'),
    missed: of('missed'),
    unknown: of('unknown'),
    'no suite yet': of('no suite yet'),
    withSuite: defects.length - of('no suite yet'),
    'not tried yet': of('not tried yet'),
    overlooked: also.length - unclear,
    unclear,
    falseAlarms: verdicts('fail'),
    unknownClean: verdicts('unknown'),
  };
}

const VERDICT_OF: Readonly<Record<Outcome, Verdict | undefined>> = {
  caught: 'pass',
  'caught elsewhere': 'fail',
  missed: 'fail',
  unknown: 'unknown',
  'no suite yet': undefined,
  'not tried yet': 'unknown',
};

/**
 * `pass` when every existing suite caught each defect that it claims, and no suite of a clean run failed. What was not tried or
 * could not be judged is `unknown`; so is a detection that tried nothing.
 */
export function verdictOfDetection({ defects, clean }: Pick<Detection, 'defects' | 'clean'>): Verdict {
  const tried = defects.flatMap(({ cells }) => cells.flatMap(({ outcome }) => VERDICT_OF[outcome] ?? []));
  const suites = clean.runs.flatMap((run) => run.suites.map((suite) => suite.verdict));
  const short = clean.runs.length < clean.asked && tried.length > 0 ? ['unknown' as const] : [];
  return worst([...tried, ...suites, ...short]);
}

/** `38 of 38 planted defects with a suite caught, 0 false alarms in 10 clean runs, 11 have no suite yet`. */
export function sentenceOfDetection(detection: Detection): string {
  const sums = sumsOf(detection);
  const others = [
    sums['caught elsewhere'] > 0 && `${sums['caught elsewhere']} caught only elsewhere`,
    sums.missed > 0 && `${sums.missed} missed`,
    sums.unknown > 0 && `${sums.unknown} unknown`,
    sums['not tried yet'] > 0 && `${sums['not tried yet']} not tried yet`,
  ];
  const parts = [
    `${sums.caught} of ${count(sums.withSuite, 'planted defect')} with a suite caught`,
    ...others,
    sums.overlooked > 0 && `${count(sums.overlooked, 'claimed suite')} did not notice what another caught`,
    sums.unclear > 0 && `${count(sums.unclear, 'claimed suite')} gave no answer to what another caught`,
    sayClean(detection.clean.runs, sums),
    sums['no suite yet'] > 0 &&
      `${sums['no suite yet']} ${sums['no suite yet'] === 1 ? 'has' : 'have'} no suite yet`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}

function sayClean(runs: readonly CleanRun[], { falseAlarms, unknownClean }: DetectionSums): string {
  if (runs.length === 0) return 'no clean run was made';
  const unknown = unknownClean > 0 ? ` and ${count(unknownClean, 'suite')} without an answer` : '';
  return `${count(falseAlarms, 'false alarm')}${unknown} in ${count(runs.length, 'clean run')}`;
}
