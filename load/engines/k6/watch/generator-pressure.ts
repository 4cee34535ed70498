import type { Step } from '../knee/steps.ts';
import { percent, seconds } from './numbers.ts';
import type { Reading } from './reading.ts';

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

/** More than a tenth of the load, and it is no passing matter. */
const PASSING_AT_MOST = 0.1;

/** Whether the generator was that hard pressed for more than a tenth of the load. False when it was not watched. */
export function lasted(ms: number, { watchedMs }: Pick<PressureSummary, 'watchedMs'>): boolean {
  return watchedMs > 0 && ms / watchedMs > PASSING_AT_MOST;
}

/** What to do about a generator that was out of CPU. */
export const PRESSED_FIX =
  'lower the rate (--rate-scale), let nothing else run on this machine (the target neither), or use one with more cores';

/** Why a stretch may say more of the generator than of the target; undefined when it was full for a tenth of it at most. */
export function sayPressed(summary: PressureSummary): string | undefined {
  const { fullMs, watchedMs } = summary;
  if (!lasted(fullMs, summary)) return undefined;
  return `the generator was out of CPU for ${seconds(fullMs)} of ${seconds(watchedMs)} (${sayShares(summary, 'its cores')})`;
}

/** `k6 used 93 % of 2 cores and its machine was 99 % busy`, as far as it was read. */
export function sayShares({ k6Ratio, machineRatio }: PressureSummary, cores: string): string {
  const shares = [
    ...(k6Ratio === undefined ? [] : [`k6 used ${percent(k6Ratio)} of ${cores}`]),
    ...(machineRatio === undefined ? [] : [`its machine was ${percent(machineRatio)} busy`]),
  ];
  return shares.join(' and ');
}
