import type { Reading } from '../watch/reading.ts';

/** k6's own makers call results doubtful above 80 % CPU; from 90 % on timers are late for certain. */
const K6_FULL = 0.9;
const MACHINE_FULL = 0.95;
const MEMORY_FULL = 0.95;

/** How hard the generator had to work. Times in ms. */
export interface PressureSummary {
  /** How long it was watched; 0 when it was not. */
  readonly watchedMs: number;
  /** k6 used ≥ 90 % of what it may use, or its machine was ≥ 95 % busy. */
  readonly fullMs: number;
  /** The same, while k6 dropped iterations. */
  readonly fullDroppingMs: number;
  readonly memoryFullMs: number;
  /** While it was full; over the whole load when it never was. */
  readonly k6Ratio: number | undefined;
  readonly machineRatio: number | undefined;
}

/** Folds readings of the generator, and what k6 dropped meanwhile. Constant memory. */
export class Pressure {
  #watchedMs = 0;
  #fullMs = 0;
  #fullDroppingMs = 0;
  #memoryFullMs = 0;
  #droppedBefore = 0;
  readonly #calm = new Shares();
  readonly #full = new Shares();

  /** `dropped`: iterations that k6 dropped so far. */
  add(readings: readonly Reading[], weightMs: number, dropped: number): void {
    const valueOf = (name: string) => readings.find(({ gauge }) => gauge === `generator.${name}`)?.value;
    const [k6, machine] = [valueOf('cpu_ratio'), valueOf('machine_busy_ratio')];
    const isDropping = dropped > this.#droppedBefore;
    this.#droppedBefore = dropped;
    if (k6 === undefined && machine === undefined) return;
    const isFull = (k6 ?? 0) >= K6_FULL || (machine ?? 0) >= MACHINE_FULL;
    (isFull ? this.#full : this.#calm).add(k6, machine, weightMs);
    this.#watchedMs += weightMs;
    if (isFull) this.#fullMs += weightMs;
    if (isFull && isDropping) this.#fullDroppingMs += weightMs;
    if ((valueOf('machine_memory_ratio') ?? 0) >= MEMORY_FULL) this.#memoryFullMs += weightMs;
  }

  summary(): PressureSummary {
    const shares = this.#fullMs > 0 ? this.#full : this.#calm;
    return {
      watchedMs: this.#watchedMs,
      fullMs: this.#fullMs,
      fullDroppingMs: this.#fullDroppingMs,
      memoryFullMs: this.#memoryFullMs,
      ...shares.ratios(),
    };
  }
}

class Shares {
  #k6 = 0;
  #k6Ms = 0;
  #machine = 0;
  #machineMs = 0;

  add(k6: number | undefined, machine: number | undefined, ms: number): void {
    if (k6 !== undefined) [this.#k6, this.#k6Ms] = [this.#k6 + k6 * ms, this.#k6Ms + ms];
    if (machine !== undefined)
      [this.#machine, this.#machineMs] = [this.#machine + machine * ms, this.#machineMs + ms];
  }

  ratios(): Pick<PressureSummary, 'k6Ratio' | 'machineRatio'> {
    return {
      k6Ratio: this.#k6Ms > 0 ? this.#k6 / this.#k6Ms : undefined,
      machineRatio: this.#machineMs > 0 ? this.#machine / this.#machineMs : undefined,
    };
  }
}
