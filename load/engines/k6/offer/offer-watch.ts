import type { Row } from '../samples/csv-rows.ts';
import type { Reading } from '../watch/reading.ts';
import { OfferTrack } from './offer-track.ts';
import { Pressure, type PressureSummary } from './pressure.ts';

/** Gathers what tells whether the load is offered as planned: from k6's samples, and from readings of the generator. */
export class OfferWatch {
  readonly track = new OfferTrack();
  readonly #pressure = new Pressure();

  /** `worker`: which of k6's processes the sample comes from. */
  add(row: Row, worker: number): void {
    this.track.add(row, worker);
  }

  read(readings: readonly Reading[], weightMs: number): void {
    this.#pressure.add(readings, weightMs, this.track.dropped);
  }

  get pressure(): PressureSummary {
    return this.#pressure.summary();
  }
}
