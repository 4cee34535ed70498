import { sayValue } from '../format.ts';
import { bottlenecksOf, type Bottleneck } from './bottlenecks.ts';
import type { Comparison } from './comparison.ts';
import { comparisonOf, type ComparisonTable } from './comparison-table.ts';
import { driftOf, undecidedDrift, type Drift } from './drift.ts';
import { endpointRows } from './endpoint-rows.ts';
import { gaugeSeries } from './gauge-series.ts';
import { sayCutShort, sayUnreadable } from './cut-short.ts';
import { kneeOf, type Knee, type KneeStep, stepRows } from './knee.ts';
import { loadFacts, type LoadFact } from './load-facts.ts';
import { loadRecordOf } from './load-record.ts';
import type { LoadSuite } from './measured.ts';
import { whyNoDashboard } from './no-dashboard.ts';
import type { Sentence } from '../../kernel/sentence.ts';

export interface GaugeRow {
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
  readonly cutShort?: string | undefined;
  readonly unreadable?: string | undefined;
  readonly knee?: Knee | undefined;
  readonly steps: readonly KneeStep[];
  readonly drift?: Drift | undefined;
  readonly undecidedDrift: readonly Sentence[];
  readonly comparison?: ComparisonTable | undefined;
  readonly bottlenecks: readonly Bottleneck[];
  /** Whether there is anything that a bottleneck could have been seen in. */
  readonly looked: boolean;
  readonly gauges: readonly GaugeRow[];
  /** Why there is no page of k6's own, where none was kept. */
  readonly noDashboard?: string | undefined;
}

interface ComparedLoad extends LoadSuite {
  readonly name: string;
  /** Of all suites of its run. */
  readonly comparison?: Comparison | undefined;
}

export function loadView(suite: ComparedLoad): LoadView {
  const { gauges, knee, steps, plan, drift } = loadRecordOf(suite.evidence);
  const endpoints = endpointRows(suite.evidence);
  return {
    facts: loadFacts(suite),
    cutShort: sayCutShort(suite),
    unreadable: sayUnreadable(suite),
    knee: kneeOf(knee, plan),
    steps: stepRows(steps, plan),
    drift: driftOf(drift),
    undecidedDrift: undecidedDrift(suite.evidence),
    comparison: comparisonOf(suite.comparison, suite.name),
    bottlenecks: bottlenecksOf(endpoints, gauges),
    looked: gauges.length > 0 || endpoints.some((one) => one.sumMs !== undefined),
    gauges: gaugeSeries(gauges).map(({ name, unit, mean, least, most, readings }) => ({
      name: name.full,
      ours: name.ours,
      mean: sayValue(mean, unit),
      least: sayValue(least, unit),
      most: sayValue(most, unit),
      readings,
    })),
    noDashboard: whyNoDashboard(plan),
  };
}
