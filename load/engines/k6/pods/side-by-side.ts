import type { Row } from '../samples/csv-rows.ts';
import type { Sentence } from '../../../../kernel/sentence.ts';

/** Runners of a load are started within a second or two; beyond this it was not one load. */
const APART_AT_MOST_MS = 10_000;

/** Tells whether recordings are of one load: when each runner's first iteration said something. */
export class SideBySide {
  readonly #firstMs = new Map<number, number>();

  add(row: Row, runner: number): void {
    if (this.#firstMs.has(runner) || row.tag('scenario') === '') return;
    this.#firstMs.set(runner, row.atMs);
  }

  /** `runners`: how many there are. Why they did not load together, if so. */
  problem(runners: number): Sentence | undefined {
    const starts = [...this.#firstMs.values()];
    const apartMs = Math.max(...starts) - Math.min(...starts);
    if (starts.length < runners && starts.length > 0)
      return {
        what: `${runners - starts.length} of ${runners} runners ran no iteration: their share of the load was not offered.`,
        fix: 'export with a smaller --parallelism.',
      };
    if (starts.length === 0 || apartMs <= APART_AT_MOST_MS) return undefined;
    return {
      what: `the runners did not load together: their first iterations are ${Math.round(apartMs / 1000)} s apart (${APART_AT_MOST_MS / 1000} s at most).`,
      fix: 'set the clocks of their nodes, and let k6-operator start all of them at once.',
    };
  }
}
