import { CheckCounts } from './check-counts.ts';
import type { Row } from './csv-rows.ts';
import { Endpoints } from './endpoints.ts';
import type { MetricType } from './metric-kinds.ts';
import type { Selector } from './metric-name.ts';
import type { Phase } from './options.ts';
import { Series } from './series.ts';
import { Tally } from './tally.ts';

export interface PhaseTally {
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly tally: Tally;
}

/** Everything that is kept of a run's samples. Its size does not grow with their number. */
export class LoadSamples {
  readonly total: Tally;
  readonly phases: readonly PhaseTally[];
  readonly series = new Series();
  readonly endpoints = new Endpoints();
  readonly checks = new CheckCounts();
  /** Iterations that ended, by scenario. */
  readonly iterations = new Map<string, number>();

  /** `startMs` is where the clock of the phases begins, ms since the epoch. */
  constructor(
    selectors: readonly Selector[],
    types: ReadonlyMap<string, MetricType>,
    phases: readonly Phase[],
    startMs: number,
  ) {
    this.total = new Tally(selectors, types);
    this.phases = phases.map(({ name, untilMs }, index) => ({
      name,
      fromMs: startMs + (phases[index - 1]?.untilMs ?? 0),
      untilMs: startMs + untilMs,
      tally: new Tally(selectors, types),
    }));
  }

  add(row: Row): void {
    this.total.add(row);
    this.phaseAt(row.atMs)?.tally.add(row);
    this.series.add(row);
    this.endpoints.add(row);
    this.checks.add(row);
    if (row.metric === 'iterations') this.#iteration(row);
  }

  /** A moment between two phases belongs to the later one; one before the first or after the last belongs to none. */
  phaseAt(atMs: number): PhaseTally | undefined {
    return this.phases.find((phase) => atMs >= phase.fromMs && atMs < phase.untilMs);
  }

  #iteration(row: Row): void {
    const scenario = row.tag('scenario');
    this.iterations.set(scenario, (this.iterations.get(scenario) ?? 0) + row.value);
  }
}
