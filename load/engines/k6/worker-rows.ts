import type { OfferWatch } from './offer/offer-watch.ts';
import { type Row, RowReader } from './samples/csv-rows.ts';
import { WorkerClock } from './samples/buckets/worker-clock.ts';
import type { LoadSamples } from './samples/load-samples.ts';
import type { AbortWatch } from './thresholds/abort-watch.ts';

/** Takes what one k6 process writes, as it comes. */
export interface WorkerRows {
  push(chunk: string): void;
  /** The process has ended. */
  end(): void;
  /** Lines that were no sample. */
  readonly malformed: number;
}

/**
 * Gives the reader of each k6 process of a load. Their samples go into one place: it makes no difference which of them a sample
 * comes from, nor that one is some seconds behind the others.
 */
export function workerRows(
  workers: number,
  samples: LoadSamples,
  offer: Pick<OfferWatch, 'add'>,
  abort?: Pick<AbortWatch, 'before'>,
): (worker: number) => WorkerRows {
  const clock = workers > 1 ? new WorkerClock(workers) : undefined;
  return (worker) => {
    const reader = new RowReader((row: Row) => {
      const sourced = clock?.timed(row, worker) ?? row;
      // Once all of them have told of that time.
      abort?.before(clock?.toldUntilMs ?? row.atMs);
      samples.add(sourced);
      offer.add(row, worker);
    }, samples.listener);
    return {
      push: (chunk) => reader.push(chunk),
      end: () => {
        reader.end();
        clock?.ended(worker);
      },
      get malformed() {
        return reader.malformed;
      },
    };
  };
}
