import type { LoadBucket } from '../../../../kernel/load-evidence.ts';
import { Buckets } from './buckets/buckets.ts';
import { CheckCounts } from './check-counts.ts';
import type { Listener, Row } from './csv-rows.ts';
import { Endpoints } from './endpoints.ts';
import { type MetricType, toldType } from './metric-kinds.ts';
import type { Selector } from './metric-name.ts';
import type { Phase } from '../options.ts';
import { Series } from './series.ts';
import { Servers } from './servers.ts';
import { Tally } from './tally.ts';

/** Its times are ms since the clock's zero. */
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
  readonly servers = new Servers();
  readonly checks = new CheckCounts();
  /** Iterations that ended, by scenario. */
  readonly iterations = new Map<string, number>();

  /** What k6 tells beside its samples. */
  readonly listener: Listener;

  #startMs: number | undefined;
  #buckets: Buckets | undefined;

  /**
   * `startMs` is where the clock of the phases begins, ms since the epoch. Without it: at the first sample of an iteration, for
   * nobody knows how long `setup()` takes.
   */
  constructor(
    selectors: readonly Selector[],
    types: Map<string, MetricType>,
    phases: readonly Phase[],
    startMs?: number,
  ) {
    this.#startMs = startMs;
    this.listener = {
      kind: (metric, kind, contains) => types.set(metric, toldType(kind, contains)),
      rounded: () => {
        for (const { tally } of [{ tally: this.total }, ...this.phases]) tally.isRounded = true;
      },
      mark: (mark, atMs) => this.total.time.mark(mark, atMs),
    };
    this.total = new Tally(selectors, types);
    this.phases = phases.map(({ name, untilMs, fromMs }, index) => ({
      name,
      fromMs: fromMs ?? phases[index - 1]?.untilMs ?? 0,
      untilMs,
      tally: new Tally(selectors, types),
    }));
  }

  /** Clock zero, ms since the epoch; undefined before the first iteration. */
  get startMs(): number | undefined {
    return this.#startMs;
  }

  add(row: Row): void {
    if (this.#startMs === undefined && row.tag('scenario') !== '') this.#startMs = row.atMs;
    if (this.#startMs !== undefined) (this.#buckets ??= new Buckets(this.#startMs)).add(row);
    this.total.add(row);
    this.phaseAt(row.atMs)?.tally.add(row);
    this.series.add(row);
    this.endpoints.add(row);
    this.servers.add(row);
    this.checks.add(row);
    if (row.metric === 'iterations') this.#iteration(row);
  }

  /**
   * The buckets of time that were finished since the last call, each of them once; what `setup()` did before clock zero is in none.
   * `nowMs`: for samples that come as they are taken.
   */
  finishedBuckets(nowMs?: number): readonly LoadBucket[] {
    return this.#buckets?.finished(nowMs) ?? [];
  }

  /** All that is left, once no sample comes any more. */
  lastBuckets(): readonly LoadBucket[] {
    return this.#buckets?.end() ?? [];
  }

  /** A moment between two phases belongs to the later one; one before the first or after the last belongs to none. */
  phaseAt(atMs: number): PhaseTally | undefined {
    if (this.#startMs === undefined || this.phases.length === 0) return undefined;
    const ms = atMs - this.#startMs;
    return this.phases.find((phase) => ms >= phase.fromMs && ms < phase.untilMs);
  }

  #iteration(row: Row): void {
    const scenario = row.tag('scenario');
    this.iterations.set(scenario, (this.iterations.get(scenario) ?? 0) + row.value);
  }
}
