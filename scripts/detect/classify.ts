import {
  durationOf,
  type Check,
  type Evidence,
  type Journalled,
  type SuiteEvent,
} from '../../kernel/evidence.ts';
import { lastAttempts } from '../../kernel/attempts.ts';
import { findingMetrics, metricsOf, type Decision } from '../../kernel/judge.ts';
import { overlap } from '../../kernel/reference.ts';
import { judgeThreshold, provesOf, sayThreshold, type JudgedThreshold } from '../../kernel/threshold.ts';
import type { Cell, Sight } from '../../reports/detection/detection.ts';
import type { Defect } from '../../kernel/defect.ts';
import { disturbanceIn } from './disturbance.ts';
import { say, type Sentence } from '../../kernel/sentence.ts';

/** A suite of a run with a planted defect. */
export interface SuiteOutcome {
  readonly suite: string;
  /** The judge's; undefined where the suite never came to be judged. */
  readonly decision: Decision | undefined;
  readonly evidence: Evidence | undefined;
  /** Its checks, with the time at which each was on disk. */
  readonly checks: readonly Journalled<Extract<SuiteEvent, { type: 'check' }>>[];
  /** What went wrong with the run itself: then "nothing failed" means nothing. */
  readonly problems: readonly Sentence[];
}

interface Failure extends Sight {
  readonly afterMs: number;
  /** The line that says why the check compared nothing. */
  readonly disturbance?: string;
}

/**
 * What one suite made of a defect. It caught it with a failed check, or a broken limit, that shares a requirement with it; a check
 * that only ran out of time or lost its connection saw nothing. Without a catch, a suite that could not be judged, or had such a
 * check, tells nothing; one that ended tells whether anything failed at all. Pure.
 */
export function classify({ breaks }: Pick<Defect, 'breaks'>, outcome: SuiteOutcome): Cell {
  const { suite, decision, evidence } = outcome;
  const failures = evidence === undefined ? [] : failuresOf(breaks, evidence, outcome.checks);
  const sharing = failures.filter(
    ({ shares, disturbance }) => shares.length > 0 && disturbance === undefined,
  );
  const told = { suite, ...(decision && { verdict: decision.verdict }) };
  if (sharing.length > 0) {
    const timeToCatchMs = Math.min(...sharing.map(({ afterMs }) => afterMs));
    return { ...told, outcome: 'caught', sights: sharing.map(toSight), timeToCatchMs };
  }
  const sights = failures.map(toSight);
  const reason = whyUnknown(outcome) ?? whyDisturbed(failures);
  if (reason !== undefined) return { ...told, outcome: 'unknown', sights, reason };
  return { ...told, outcome: sights.length > 0 ? 'caught elsewhere' : 'missed', sights };
}

/** Why nobody can say what the suite would have seen; undefined when it ran to its end and was judged. */
function whyUnknown({ decision, evidence, problems }: SuiteOutcome): string | undefined {
  const [problem] = problems;
  if (problem !== undefined) return say(problem);
  if (decision === undefined || evidence === undefined) return 'the suite never ran';
  const unknown = decision.reasons.find((reason) => reason.verdict === 'unknown');
  if (unknown !== undefined) return [unknown.what, unknown.observed].filter(Boolean).join(': ');
  return evidence.ending === 'completed' ? undefined : 'the suite did not end by itself';
}

function whyDisturbed(failures: readonly Failure[]): string | undefined {
  const first = failures.find(({ disturbance }) => disturbance !== undefined);
  return first && `${first.what} compared nothing: ${first.disturbance}`;
}

function failuresOf(
  breaks: readonly string[],
  evidence: Evidence,
  journalled: SuiteOutcome['checks'],
): readonly Failure[] {
  const checks = lastAttempts(evidence.checks).filter((check) => check.outcome === 'failed');
  return [
    ...checks.map((check) => failedCheck(check, breaks, evidence, journalled)),
    ...(evidence.ending === 'completed' ? brokenThresholds(breaks, evidence) : []),
  ];
}

function failedCheck(
  check: Check,
  breaks: readonly string[],
  { startedAt }: Evidence,
  journalled: SuiteOutcome['checks'],
): Failure {
  const disturbance = disturbanceIn(check.detail);
  const first = journalled.find(({ data }) => data.id === check.id && data.outcome === 'failed');
  return {
    what: check.id,
    ...(check.detail !== undefined && { observed: check.detail }),
    ...(disturbance !== undefined && { disturbance }),
    shares: common(breaks, check.proves),
    afterMs: Math.max(0, Date.parse(first?.at ?? startedAt) - Date.parse(startedAt)),
  };
}

/** A limit is known to be broken when the suite ends. */
function brokenThresholds(breaks: readonly string[], evidence: Evidence): readonly Failure[] {
  const { suite } = evidence;
  const metrics = metricsOf(evidence);
  const afterMs = durationOf(evidence) ?? 0;
  return suite.thresholds
    .map((threshold) => judgeThreshold(threshold, metrics))
    .filter(({ verdict }) => verdict === 'fail')
    .map((judged) => ({
      ...sightOfThreshold(judged, evidence),
      shares: common(breaks, provesOf(judged.threshold, suite)),
      afterMs,
    }));
}

function sightOfThreshold(
  { threshold, observed, samples }: JudgedThreshold,
  { findings, metrics }: Evidence,
) {
  const { op, limit, unit, metric } = threshold;
  const said = `${Number(observed?.toPrecision(4))} ${unit}`.trimEnd();
  // For `findings.high`, the findings that it counts.
  const counts = (finding: (typeof findings)[number]) =>
    findingMetrics([finding], metrics).some(({ name, value }) => name === metric && value > 0);
  const titles = [...new Set(findings.filter(counts).map(({ title, where }) => `${title} (${where})`))];
  return {
    what: sayThreshold(threshold),
    expected: `${op} ${limit} ${unit}`.trimEnd(),
    observed: [`${said}, from ${samples} samples`, ...titles.slice(0, 3)].join('; '),
  };
}

/** Where one of the two names a requirement as a whole, it speaks of all its aspects. */
function common(breaks: readonly string[], proves: readonly string[]): string[] {
  return breaks.filter((one) => proves.some((other) => overlap(one, other)));
}

function toSight({ what, expected, observed, shares }: Failure): Sight {
  return {
    what,
    ...(expected !== undefined && { expected }),
    ...(observed !== undefined && { observed }),
    shares,
  };
}
