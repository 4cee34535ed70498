import { Elsewhere } from '../hosts/elsewhere.ts';
import type { Step } from '../knee/steps.ts';
import type { Scenario } from '../process/inspect.ts';
import { offeredStages } from '../profile/offered-stages.ts';
import type { Row } from '../samples/csv-rows.ts';
import { Pressure, type PressureSummary, sayPressed, StepPressure } from '../watch/generator-pressure.ts';
import type { Reading } from '../watch/reading.ts';
import { Starvation, type StarvationSummary } from '../watch/starvation.ts';
import { Begun } from './begun-iterations.ts';
import { OfferTrack } from './offer-track.ts';

interface Shape {
  readonly scenarios: Readonly<Record<string, Scenario>>;
  readonly steps: readonly Step[];
  /** Where the load may go. */
  readonly hosts: readonly string[];
  /** What others than this run may have of the generator's CPU; see `Starvation`. */
  readonly foreignAtMost: number;
}

/** Gathers what tells whether the load is offered as planned: from k6's samples, and from readings of the generator. */
export class OfferWatch {
  readonly track = new OfferTrack();
  readonly begun: Begun;
  readonly elsewhere: Elsewhere;
  readonly #pressure = new Pressure();
  readonly #starvation: Starvation;
  readonly #stepPressure: StepPressure;

  constructor({ scenarios, steps, hosts, foreignAtMost }: Shape) {
    this.#starvation = new Starvation(foreignAtMost);
    this.elsewhere = new Elsewhere(hosts);
    this.begun = new Begun(offeredStages(scenarios));
    this.#stepPressure = new StepPressure(steps);
  }

  /** `worker`: which of k6's processes the sample comes from. */
  add(row: Row, worker: number): void {
    this.track.add(row, worker);
    this.begun.add(row, worker);
    this.elsewhere.add(row);
  }

  /** `atMs`: since the load began. */
  read(readings: readonly Reading[], weightMs: number, atMs: number): void {
    this.#pressure.add(readings, weightMs, this.track.dropped);
    this.#starvation.add(readings, weightMs);
    this.#stepPressure.add(readings, weightMs, atMs);
  }

  get pressure(): PressureSummary {
    return this.#pressure.summary();
  }

  get starvation(): StarvationSummary {
    return this.#starvation.summary();
  }

  /** Why what was measured in a step may be the generator's doing; undefined when it had CPU to spare, or was not watched. */
  pressed(step: number): string | undefined {
    const summary = this.#stepPressure.of(step);
    return summary && sayPressed(summary);
  }
}
