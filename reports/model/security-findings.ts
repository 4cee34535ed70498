import type { Evidence, Finding } from '../../kernel/evidence.ts';
import { holds } from '../../kernel/waiver.ts';
import { earlier } from './history.ts';
import type { ReportInput } from './input.ts';

export const LEVELS = ['critical', 'high', 'medium', 'low'] as const;
export type Level = (typeof LEVELS)[number];

export interface FindingRow extends Finding {
  readonly level: Level;
  readonly state: 'new' | 'known' | 'waived';
  /** Of one that the last run had too: the start of the first run from which on each that looked has had it. */
  readonly since?: string;
}

export interface Findings {
  /** What blocks first, then the worst; one row for each fingerprint. */
  readonly rows: readonly FindingRow[];
  /** Without what is waived, as the limits on them are judged. */
  readonly counts: Readonly<Record<Level, number>>;
  readonly waived: Readonly<Record<Level, number>>;
  /** How many of the last run are gone; undefined when there is no last run to compare with, or this one did not look. */
  readonly fixed: number | undefined;
}

export function levelOf(severity: number): Level {
  if (severity >= 9) return 'critical';
  if (severity >= 7) return 'high';
  return severity >= 4 ? 'medium' : 'low';
}

/** Whether a suite looked for findings to its end: only then does it tell that one is gone. */
export function hasLooked(evidence: Evidence | undefined): boolean {
  return (
    evidence?.ending === 'completed' && evidence.metrics.some(({ name }) => name === 'findings.examined')
  );
}

/** A suite's findings, compared with the last run that looked. */
export function findingsOf(
  { name, evidence }: { readonly name: string; readonly evidence: Evidence | undefined },
  input: ReportInput,
): Findings {
  const { facts } = input.run;
  const looked = earlier(input.previous ?? [], facts.id, facts.startedAt).flatMap(({ started, suites }) => {
    const findings = suites[name]?.findings;
    return findings === undefined ? [] : [{ started, findings }];
  });
  const last = looked[0]?.findings;
  const distinct = new Map((evidence?.findings ?? []).map((finding) => [finding.fingerprint, finding]));
  const waived = new Set(
    input.waivers
      .filter(
        (one) => one.suite === name && one.flaky !== true && holds(one, evidence?.findings ?? [], input.now),
      )
      .map((one) => one.of),
  );
  const rows = [...distinct.values()]
    .map((finding) => ({
      ...finding,
      level: levelOf(finding.severity),
      state: stateOf(finding, waived, last),
      ...sinceOf(finding, looked),
    }))
    .sort((a, b) => Number(a.state === 'waived') - Number(b.state === 'waived') || b.severity - a.severity);
  const isWaived = (row: FindingRow) => row.state === 'waived';
  return {
    rows,
    counts: countsOf(rows.filter((row) => !isWaived(row))),
    waived: countsOf(rows.filter(isWaived)),
    fixed: hasLooked(evidence) ? last?.filter((fingerprint) => !distinct.has(fingerprint)).length : undefined,
  };
}

function countsOf(rows: readonly FindingRow[]): Readonly<Record<Level, number>> {
  const of = (level: Level) => rows.filter((row) => row.level === level).length;
  return { critical: of('critical'), high: of('high'), medium: of('medium'), low: of('low') };
}

function stateOf(
  { fingerprint }: Finding,
  waived: ReadonlySet<string>,
  last: readonly string[] | undefined,
): FindingRow['state'] {
  if (waived.has(fingerprint)) return 'waived';
  return last?.includes(fingerprint) ? 'known' : 'new';
}

/** `looked`: newest first. */
function sinceOf(
  { fingerprint }: Finding,
  looked: readonly { readonly started: string; readonly findings: readonly string[] }[],
): Pick<FindingRow, 'since'> {
  const without = looked.findIndex(({ findings }) => !findings.includes(fingerprint));
  const since = looked[without === -1 ? looked.length - 1 : without - 1]?.started;
  return since === undefined ? {} : { since };
}
