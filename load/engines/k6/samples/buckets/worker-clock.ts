import type { Row } from '../csv-rows.ts';
import type { Unsettled } from '../tag-orders.ts';

/** A sample that says where it comes from: whoever passes samples on need not know. */
export interface SourcedRow extends Row {
  /** Which of k6's processes took it; the only one unless told. */
  readonly worker?: number;
  /** Of all of them; undefined where samples come in order of time: they are the clock then. */
  readonly clock?: WorkerClock | undefined;
}

/** How far several k6 processes of one load have told: each as far as its latest sample. */
export class WorkerClock {
  readonly #latestMs: number[];

  constructor(workers: number) {
    this.#latestMs = Array.from({ length: workers }, () => Number.NEGATIVE_INFINITY);
  }

  /** The same sample, with this clock, which it moves on. */
  timed(row: Row, worker: number): SourcedRow {
    if (row.atMs > (this.#latestMs[worker] ?? Number.POSITIVE_INFINITY)) this.#latestMs[worker] = row.atMs;
    return new WorkerRow(row, worker, this);
  }

  /** Nothing comes of that worker any more, and nobody waits for it. */
  ended(worker: number): void {
    this.#latestMs[worker] = Number.POSITIVE_INFINITY;
  }

  /** As far as all that run have told, ms since the epoch: −∞ before each said something, ∞ once all have ended. */
  get toldUntilMs(): number {
    return Math.min(...this.#latestMs);
  }
}

/** Not a copy by spreading: this is made for every sample of a load of several processes. */
export class WorkerRow implements SourcedRow {
  readonly metric: string;
  readonly atMs: number;
  readonly value: number;
  readonly tags?: object;
  readonly worker: number;
  readonly clock: WorkerClock | undefined;
  readonly #row: Row;

  constructor(row: Row, worker: number, clock?: WorkerClock) {
    this.metric = row.metric;
    this.atMs = row.atMs;
    this.value = row.value;
    if (row.tags !== undefined) this.tags = row.tags;
    this.worker = worker;
    this.clock = clock;
    this.#row = row;
  }

  tag(name: string): string {
    return this.#row.tag(name);
  }

  carries(name: string, value: string): boolean | Unsettled {
    return this.#row.carries?.(name, value) ?? this.tag(name) === value;
  }
}
