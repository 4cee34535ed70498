import { filesOf, type EvidenceFile } from '../model/artifacts.ts';
import { sayValue } from '../format.ts';
import type { SuiteRow } from '../model/suite-row.ts';
import { bottlenecksOf, type Bottleneck } from './bottlenecks.ts';
import { comparisonOf, type ComparisonTable } from './comparison-table.ts';
import { driftOf, undecidedDrift, type Drift } from './drift.ts';
import { endpointRows } from './endpoint-rows.ts';
import { gaugeSeries } from './gauge-series.ts';
import { sayKept, sayUnreadable } from './kept.ts';
import { kneeOf, type Knee, type KneeStep, stepRows } from './knee.ts';
import { loadFacts, type LoadFact } from './load-facts.ts';
import { loadRecordOf } from './load-record.ts';
import { whyNoDashboard } from './no-dashboard.ts';

export interface Reading {
  readonly name: string;
  readonly ours: boolean;
  readonly mean: string;
  readonly least: string;
  readonly most: string;
  readonly readings: number;
}

/** What the page says of a load beside its plots and endpoints. Whatever was not recorded is absent or empty. */
export interface LoadView {
  readonly facts: readonly LoadFact[];
  /** What is there of a load that did not come to its end. */
  readonly kept?: string | undefined;
  readonly unreadable?: string | undefined;
  readonly knee?: Knee | undefined;
  readonly levels: readonly KneeStep[];
  readonly drift?: Drift | undefined;
  readonly undecidedDrift: readonly string[];
  readonly comparison?: ComparisonTable | undefined;
  readonly bottlenecks: readonly Bottleneck[];
  /** Whether there is anything that a bottleneck could have been seen in. */
  readonly looked: boolean;
  readonly readings: readonly Reading[];
  /** k6's own page, where it was kept. */
  readonly dashboard?: EvidenceFile | undefined;
  /** Why it was not. */
  readonly noDashboard?: string | undefined;
}

const DASHBOARD = /(^|\/)k6-dashboard\.html$/;

export function loadView(row: SuiteRow): LoadView {
  const { gauges, knee, levels, plan, drift } = loadRecordOf(row.evidence);
  const endpoints = endpointRows(row.evidence);
  const dashboard = filesOf(row).find((file) => DASHBOARD.test(file.name));
  return {
    facts: loadFacts(row),
    kept: sayKept(row),
    unreadable: sayUnreadable(row),
    knee: kneeOf(knee, plan),
    levels: stepRows(levels, plan),
    drift: driftOf(drift),
    undecidedDrift: undecidedDrift(row.evidence),
    comparison: comparisonOf(row.comparison, row.name),
    bottlenecks: bottlenecksOf(endpoints, gauges),
    looked: gauges.length > 0 || endpoints.some((one) => one.sumMs !== undefined),
    readings: gaugeSeries(gauges).map(({ name, unit, mean, least, most, readings }) => ({
      name: name.full,
      ours: name.ours,
      mean: sayValue(mean, unit),
      least: sayValue(least, unit),
      most: sayValue(most, unit),
      readings,
    })),
    dashboard,
    noDashboard: dashboard === undefined ? whyNoDashboard(plan) : undefined,
  };
}
