import type { Metric } from '../../../kernel/evidence.ts';

/** The last of each metric that the load has told, and when it did, on the clock of `performance.now`. */
export class Heard {
  readonly #last = new Map<string, { readonly metric: Metric; readonly atMs: number }>();

  add(metric: Metric): void {
    this.#last.set(metric.name, { metric, atMs: performance.now() });
  }

  /** What was told since then. */
  since(ms: number): readonly Metric[] {
    return [...this.#last.values()].flatMap(({ metric, atMs }) => (atMs >= ms ? metric : []));
  }
}
