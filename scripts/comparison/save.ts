import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeAtomically } from '../../evidence/disk.ts';
import type { ReadRun } from '../../evidence/read-run.ts';
import { ConfigError, InfraError } from '../../kernel/errors.ts';
import type { Evidence } from '../../kernel/evidence.ts';
import type { GateDecision } from '../../kernel/gate.ts';
import type { RunRecord } from '../../reports/model/input.ts';
import { baselineFile, shownPath } from './baseline-files.ts';
import { baselineSchema, LEAST_WINDOWS, readBaseline, type Baseline } from './baseline.ts';
import { loadSuites } from './load-suites.ts';
import { portray } from './portray.ts';
import { compact } from './series-of.ts';

/** A run, and what the gate says of it. */
export interface Judged {
  readonly read: Pick<ReadRun, 'suites'>;
  readonly record: RunRecord;
  readonly decision: Pick<GateDecision, 'suites'>;
}

export interface SaveRequest {
  readonly folder: string;
  /** Instead of the run's own. */
  readonly branch: string | undefined;
}

export type Saved =
  | { readonly suite: string; readonly refused: string }
  | { readonly suite: string; readonly file: string; readonly windows: number; readonly replaced?: Baseline };

/**
 * Saves what each load suite of a run measured. A suite that cannot serve as a baseline is refused with the reason; a run that cannot
 * throws: a ConfigError without a branch, an InfraError where it did not end, was planted, or has no load suite.
 */
export function saveBaselines(judged: Judged, { folder, branch }: SaveRequest): readonly Saved[] {
  refuseRun(judged);
  const to = branchOf(judged, branch);
  const suites = loadSuites(judged.read);
  if (suites.length === 0)
    throw new InfraError(`${judged.record.facts.id} has no load suite: nothing to compare later`);
  return suites.map((evidence) => saveSuite(judged, evidence, to, folder));
}

function refuseRun({ record: { facts, status } }: Judged): void {
  if (status !== 'completed')
    throw new InfraError(`${facts.id} did not end: it is ${status}; a baseline needs a completed run`);
  if (facts.detection !== undefined)
    throw new InfraError(`${facts.id} is a run of detect: what it measured is no measure of the product`);
}

function branchOf({ record: { facts } }: Judged, asked: string | undefined): string {
  const branch = asked ?? facts.git?.branch;
  if (branch !== undefined && branch !== '' && branch !== 'HEAD') return branch;
  throw new ConfigError(`${facts.id} was made outside a branch; say which it is with --branch`);
}

function saveSuite(judged: Judged, evidence: Evidence, branch: string, folder: string): Saved {
  const suite = evidence.suite.name;
  const portrait = portray(judged.record, evidence);
  const refused = refusalOf(judged, evidence, portrait);
  if (portrait === undefined || refused !== undefined)
    return { suite, refused: refused ?? 'it recorded no load' };
  const baseline = baselineSchema.parse({ ...portrait, branch, series: compact(portrait.series) });
  const file = baselineFile(folder, branch, suite);
  const replaced = existsSync(file) ? readBaseline(file) : undefined;
  mkdirSync(dirname(file), { recursive: true });
  writeAtomically(file, `${JSON.stringify(baseline)}\n`);
  return {
    suite,
    file: shownPath(file),
    windows: baseline.series.windows.length,
    ...(replaced && { replaced }),
  };
}

function refusalOf({ decision }: Judged, evidence: Evidence, portrait: Baseline | undefined) {
  if (evidence.ending !== 'completed') return 'it did not run to its end';
  if (portrait === undefined) return 'it recorded no load over time';
  const reason = decision.suites
    .get(evidence.suite.name)
    ?.reasons.find(({ verdict }) => verdict === 'unknown');
  if (reason) return `there is no telling what it measured: ${reason.what}`;
  const windows = portrait.series.windows.length;
  if (windows >= LEAST_WINDOWS) return undefined;
  return `it has ${windows} comparable windows, and at least ${LEAST_WINDOWS} are needed: let it run longer`;
}
