import { createHash } from 'node:crypto';
import type { Check, Evidence, Finding, Metric } from '../../kernel/evidence.ts';
import type { PlannedRecord } from '../../kernel/run-journal.ts';
import type { ResolvedSuite, ResolvedThreshold } from '../../kernel/suite.ts';
import type { Sentence } from '../../kernel/sentence.ts';

/** A suite as it was planned, and what it left; `evidence` is absent when it never ran. */
export interface SuiteSample {
  readonly planned: PlannedRecord;
  readonly evidence?: Evidence;
}

const STARTED = Date.parse('2026-11-21T03:12:04Z');

export function at(seconds: number): string {
  return new Date(STARTED + seconds * 1000).toISOString();
}

export function suite(
  name: ResolvedSuite['name'],
  title: string,
  more: Partial<ResolvedSuite> = {},
): ResolvedSuite {
  return {
    name,
    title,
    owner: 'Web team',
    engine: 'playwright',
    stages: ['pr', 'main'],
    tags: [],
    effect: 'writes',
    needs: [],
    permissions: [],
    proves: [],
    timeoutMs: 600_000,
    weight: 'light',
    thresholds: [],
    expects: { checks: 1 },
    options: {},
    ...more,
  };
}

export function planned(of: ResolvedSuite, toolKind: string, unavailable?: Sentence): PlannedRecord {
  const file = `${of.name.replace('/', '/suites/')}/${of.name.split('/')[1] ?? ''}.suite.ts`;
  return { suite: of, toolKind, file, ...(unavailable !== undefined && { unavailable }) };
}

export function evidence(
  { suite: of, toolKind }: PlannedRecord,
  seconds: readonly [number, number],
  more: Partial<Evidence> = {},
): Evidence {
  return {
    run: 'sample',
    suite: of,
    environment: 'staging',
    target: { name: 'reference', version: '4.12.0' },
    engine: { name: of.engine, toolKind },
    startedAt: at(seconds[0]),
    endedAt: at(seconds[1]),
    checks: [],
    metrics: [],
    findings: [],
    artifacts: [],
    events: [],
    ending: 'completed',
    ...more,
  };
}

export function check(id: string, proves: string[] = [], more: Partial<Check> = {}): Check {
  return { id, outcome: 'passed', durationMs: 640 + id.length * 7, proves, attempt: 1, ...more };
}

export function metric(name: string, value: number, unit: string, samples: number): Metric {
  return { name, value, unit, samples };
}

export function limit(
  of: string,
  op: ResolvedThreshold['op'],
  value: number,
  unit: string,
  minSamples = 100,
): ResolvedThreshold {
  return { metric: of, op, limit: value, unit, minSamples };
}

export function finding(rule: string, severity: number, title: string, where: string, cwe: number): Finding {
  const fingerprint = createHash('sha256').update(`${rule} ${where}`).digest('hex');
  return { rule, fingerprint, severity, title, where, cwe, fix: 'Set the header on every response.' };
}

/** Where a tool leaves the files of one check, as Playwright's reporter does. */
export function checkFolder(id: string): string {
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 8);
  return `tests/${id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)}-${hash}/attempt-1`;
}

export function artifact(path: string): { path: string; sha256: string } {
  return { path, sha256: createHash('sha256').update(path).digest('hex') };
}
