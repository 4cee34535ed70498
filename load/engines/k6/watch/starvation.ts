import { lasted } from './generator-pressure.ts';
import { percent, seconds } from './numbers.ts';
import type { Reading } from './reading.ts';

/** A quarter of the machine is more than it usually does beside. */
const FOREIGN_FROM = 0.25;
const BUSY_FROM = 0.95;
/** Somebody waits for a core half of the time. */
const WAITING_FROM = 0.5;
/** Taken from cores that had work to do: it counts however idle the others were. */
const STOLEN_FROM = 0.1;

/** How long others left this machine without CPU to spare, and what they took meanwhile, as shares of all cores. */
export interface StarvationSummary {
  readonly watchedMs: number;
  readonly starvedMs: number;
  readonly foreign: number;
  readonly stolen: number;
  /** Of the time, that somebody waited for a core; undefined where Linux does not tell. */
  readonly waiting: number | undefined;
}

/**
 * Folds readings of the generator's machine. It is starved while others than this run take a good part of it and nothing is left:
 * a target or a script that uses all cores by itself starves nobody. Constant memory.
 */
export class Starvation {
  readonly #foreignAtMost: number;
  #watchedMs = 0;
  #starvedMs = 0;
  readonly #taken = { foreign: 0, stolen: 0, waiting: 0 };
  #waitingMs = 0;

  /** `foreignAtMost`: what others may have taken. The rest may be a target's that this run did not start. */
  constructor(foreignAtMost: number) {
    this.#foreignAtMost = foreignAtMost;
  }

  add(readings: readonly Reading[], weightMs: number): void {
    const valueOf = (name: string) => readings.find(({ gauge }) => gauge === `generator.${name}`)?.value;
    const [stolen = 0, waiting, busy] = ['stolen_cpu_ratio', 'cpu_waiting_ratio', 'machine_busy_ratio'].map(
      valueOf,
    );
    const foreign = Math.min(valueOf('foreign_cpu_ratio') ?? 0, this.#foreignAtMost);
    if (busy === undefined) return;
    this.#watchedMs += weightMs;
    const isFull = busy >= BUSY_FROM || (waiting ?? 0) >= WAITING_FROM;
    const isStarved = stolen >= STOLEN_FROM || (foreign + stolen >= FOREIGN_FROM && isFull);
    if (!isStarved) return;
    this.#starvedMs += weightMs;
    this.#taken.foreign += foreign * weightMs;
    this.#taken.stolen += stolen * weightMs;
    if (waiting === undefined) return;
    this.#taken.waiting += waiting * weightMs;
    this.#waitingMs += weightMs;
  }

  summary(): StarvationSummary {
    const overTime = (taken: number, ms: number) => (ms > 0 ? taken / ms : 0);
    return {
      watchedMs: this.#watchedMs,
      starvedMs: this.#starvedMs,
      foreign: overTime(this.#taken.foreign, this.#starvedMs),
      stolen: overTime(this.#taken.stolen, this.#starvedMs),
      waiting: this.#waitingMs > 0 ? overTime(this.#taken.waiting, this.#waitingMs) : undefined,
    };
  }
}

/** Why what was measured may be the machine's doing, as a part of a sentence; undefined where that was a tenth of the load at most. */
export function sayStarved(summary: StarvationSummary): string | undefined {
  const { starvedMs, watchedMs, foreign, stolen, waiting } = summary;
  if (!lasted(starvedMs, summary)) return undefined;
  const took = [
    `other programs took ${percent(foreign)} of it`,
    ...(stolen > 0 ? [`its host took ${percent(stolen)}`] : []),
    ...(waiting === undefined ? [] : [`somebody waited for a core ${percent(waiting)} of the time`]),
  ];
  return `this machine had no CPU to spare for ${seconds(starvedMs)} of ${seconds(watchedMs)}: ${took.join(', ')}`;
}

export const STARVED_FIX =
  'let nothing else run on this machine, or use one with more cores, and run it again';
