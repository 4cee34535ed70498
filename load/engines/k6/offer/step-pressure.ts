import type { Step } from '../knee/steps.ts';
import type { Reading } from '../watch/reading.ts';
import { Pressure, type PressureSummary } from './pressure.ts';

/** How hard the generator had to work in each step of the load. Constant memory. */
export class StepPressure {
  #beforeMs = 0;
  readonly #steps: readonly (Step & { readonly pressure: Pressure })[];

  constructor(steps: readonly Step[]) {
    this.#steps = steps.map((step) => ({ ...step, pressure: new Pressure() }));
  }

  /** Readings that stand for the `weightMs` before `atMs`, ms since the load began: each step gets its part of that, no moment twice. */
  add(readings: readonly Reading[], weightMs: number, atMs: number): void {
    const sinceMs = Math.max(atMs - weightMs, this.#beforeMs);
    this.#beforeMs = atMs;
    for (const { fromMs, untilMs, pressure } of this.#steps) {
      const sharedMs = Math.min(atMs, untilMs) - Math.max(sinceMs, fromMs);
      if (sharedMs > 0) pressure.add(readings, sharedMs, 0);
    }
  }

  /** Undefined for a step that is not one of these. */
  of(index: number): PressureSummary | undefined {
    return this.#steps[index]?.pressure.summary();
  }
}
