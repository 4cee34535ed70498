import type { LoadPlan } from '../../../../kernel/load-evidence.ts';
import { stepsOfScenario } from '../knee/steps.ts';
import type { Row } from '../samples/csv-rows.ts';
import { firstIterationMs, plannedIterations } from './planned-load.ts';

type Offered = LoadPlan['offered'][number];

/** A stretch of an arrival rate, in ms since the load began. */
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly planned: number;
  /** Iterations that began in it, and came to an end. */
  readonly begun: number;
}
type Counting = { -readonly [key in keyof Stretch]: Stretch[key] };

/** What a scenario with an arrival rate promised, and what came of it. */
export interface Begins {
  readonly scenario: string;
  /** Its steady rates. */
  readonly steps: readonly (Stretch & { readonly rate: number })[];
  /** The whole of it, in windows of one width. */
  readonly windows: readonly Stretch[];
}

const WINDOW_MS = 10_000;
/** A day has 8,640 of ten seconds. */
const WINDOWS_AT_MOST = 10_000;

/**
 * Counts iterations by when they began, not by when they ended: however slow the target is, one that began was offered. Its size
 * depends on the plan alone.
 */
export class Begun {
  readonly #counts: ReadonlyMap<string, Count>;
  /** When each of k6's processes began the load, ms since the epoch: they may run on several machines. */
  readonly #zeros = new Map<number, number>();

  constructor(offered: readonly Offered[]) {
    const rates = offered.filter(({ unit }) => unit === 'iterations/s');
    this.#counts = new Map(rates.map((one) => [one.scenario, new Count(one)]));
  }

  /** `worker`: which of k6's processes says so. */
  add(row: Row, worker = 0): void {
    if (row.metric !== 'iteration_duration') return;
    const count = this.#counts.get(row.tag('scenario'));
    if (count === undefined) return;
    const beganMs = row.atMs - row.value;
    const zeroMs = Math.min(this.#zeros.get(worker) ?? Infinity, beganMs - count.firstMs(worker));
    this.#zeros.set(worker, zeroMs);
    count.add(beganMs - zeroMs);
  }

  all(): readonly Begins[] {
    return [...this.#counts.values()];
  }
}

class Count implements Begins {
  readonly scenario: string;
  readonly steps: readonly (Counting & { readonly rate: number })[];
  readonly windows: readonly Counting[];
  readonly #stages: Offered['stages'];
  /** By worker. */
  readonly #firstMs = new Map<number, number>();
  readonly #fromMs: number;
  readonly #widthMs: number;

  constructor(offered: Offered) {
    const { scenario, stages } = offered;
    const counting = (fromMs: number, untilMs: number) => {
      return { fromMs, untilMs, planned: plannedIterations(stages, fromMs, untilMs), begun: 0 };
    };
    const endMs = stages.at(-1)?.untilMs ?? 0;
    this.scenario = scenario;
    this.#stages = stages;
    this.steps = stepsOfScenario(offered).map(({ rate, fromMs, untilMs }) => ({
      rate,
      ...counting(fromMs, untilMs),
    }));
    this.#fromMs = stages[0]?.fromMs ?? 0;
    this.#widthMs = Math.max(WINDOW_MS, (endMs - this.#fromMs) / WINDOWS_AT_MOST);
    this.windows = Array.from({ length: Math.ceil((endMs - this.#fromMs) / this.#widthMs) }, (_, index) => {
      const fromMs = this.#fromMs + index * this.#widthMs;
      return counting(fromMs, Math.min(fromMs + this.#widthMs, endMs));
    });
  }

  /** When that worker's first iteration is due. */
  firstMs(worker: number): number {
    const ms = this.#firstMs.get(worker) ?? firstIterationMs(this.#stages, worker);
    this.#firstMs.set(worker, ms);
    return ms;
  }

  add(ms: number): void {
    const step = this.steps.find(({ fromMs, untilMs }) => ms >= fromMs && ms < untilMs);
    const window = this.windows[Math.floor((ms - this.#fromMs) / this.#widthMs)];
    for (const stretch of [step, window]) if (stretch !== undefined) stretch.begun++;
  }
}
