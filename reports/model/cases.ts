import type { Check } from '../../kernel/evidence.ts';
import type { Reason } from '../../kernel/gate.ts';
import { keyOf } from './history.ts';
import type { RunReport } from './run-report.ts';
import type { SuiteRow } from './suite-row.ts';
import type { ThresholdRow } from './threshold-row.ts';

/** One line of a test report: a check, a limit, or a reason that neither of them tells. */
export interface Case {
  readonly kind: 'check' | 'limit' | 'reason';
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'unknown' | 'skipped' | 'waived';
  /** One line. */
  readonly message?: string;
  /** Everything that is known. */
  readonly text?: string;
  readonly durationMs: number;
  readonly proves: readonly string[];
}

/** A suite's cases, or the gate's, which belong to no suite. */
export interface CaseGroup {
  readonly name: string;
  readonly suite?: SuiteRow;
  readonly cases: readonly Case[];
}

/**
 * The run as test cases, for formats that know nothing else. Every reason of the decision is told by at least one case that
 * is not `passed`, so a reader of such a format never sees green where the gate saw none.
 */
export function caseGroups(model: RunReport): readonly CaseGroup[] {
  const suites = model.suites.map((suite) => ({ name: suite.name, suite, cases: casesOf(suite) }));
  const gate = gateCases(model);
  return gate.length === 0 ? suites : [...suites, { name: 'gate', cases: gate }];
}

function casesOf(suite: SuiteRow): readonly Case[] {
  const waived = new Set(suite.reasons.filter((one) => one.verdict === 'waived').map((one) => one.check));
  return [
    ...suite.checks.map((check) => caseOfCheck(check, waived.has(check.id), suite)),
    ...suite.thresholds.map(caseOfThreshold),
    ...untold(suite),
  ];
}

function caseOfCheck(
  { id, outcome, detail, durationMs, proves }: Check,
  waived: boolean,
  { quarantined }: SuiteRow,
): Case {
  const base = { kind: 'check', name: id, durationMs, proves } as const;
  if (outcome === 'passed' && waived) {
    const text = 'in quarantine: passed only at a further attempt';
    return { ...base, outcome: 'waived', message: text, text };
  }
  if (outcome === 'passed') return { ...base, outcome };
  const text = detail ?? (outcome === 'skipped' ? 'no reason given' : 'failed');
  const told = { ...base, message: firstLine(text), text };
  const why = quarantined.includes(id) ? 'in quarantine' : 'waived';
  return waived ? { ...told, outcome: 'waived', message: `${why}: ${told.message}` } : { ...told, outcome };
}

function caseOfThreshold(row: ThresholdRow): Case {
  const base = { kind: 'limit', name: `limit: ${row.key}`, durationMs: 0, proves: row.proves } as const;
  const message = `${row.metric} ${row.relation}`;
  const told = { ...base, message, text: message };
  if (row.verdict === 'pass') return { ...base, outcome: 'passed' };
  if (row.verdict === 'waived') return { ...told, outcome: 'waived', message: `waived: ${message}` };
  return { ...told, outcome: OUTCOMES[row.verdict] };
}

/** Reasons that neither a check nor a limit tells: a suite that never ran, that hung, that ran too little. */
function untold({ reasons, thresholds }: SuiteRow): readonly Case[] {
  const limits = new Set(thresholds.map((row) => row.key));
  return reasons
    .filter((reason) => reason.check === undefined && !limits.has(reason.what))
    .map((reason) => caseOfReason(reason));
}

function gateCases({ decides, suites }: RunReport): readonly Case[] {
  const told = new Set(suites.flatMap((suite) => suite.reasons).map(keyOf));
  const reasons = decides.flatMap((row) => [row, ...row.also, ...row.alike]).map((row) => row.reason);
  return reasons.filter((reason) => !told.has(keyOf(reason))).map(caseOfReason);
}

const OUTCOMES = { pass: 'passed', waived: 'waived', unknown: 'unknown', fail: 'failed' } as const;

function caseOfReason({ what, expected, observed, fix, verdict, proves }: Reason): Case {
  const said = [
    expected && `expected: ${expected}`,
    observed && `observed: ${observed}`,
    fix && `fix: ${fix}`,
  ];
  const text = [what, ...said.filter((line) => line !== undefined)].join('\n');
  return {
    kind: 'reason',
    name: firstLine(what),
    outcome: OUTCOMES[verdict],
    message: what,
    text,
    durationMs: 0,
    proves,
  };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
