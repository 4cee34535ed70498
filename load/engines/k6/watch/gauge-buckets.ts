import type { Metric } from '../../../../kernel/evidence.ts';
import { bucketAt, type LoadGauges } from '../../../../kernel/load-evidence.ts';
import type { Reading } from './reading.ts';

interface Aggregate {
  readonly unit: string;
  samples: number;
  /** Of value × ms, and of ms: averages are over time, for readings come at different intervals. */
  weighted: number;
  weight: number;
  min: number;
  max: number;
}

/** Of the gauges with tags, such as one for each queue: a target may make names without end. */
const TAGGED_AT_MOST = 200;

/** Readings that were not kept, for their gauges were too many. */
export interface NotKept {
  readonly readings: number;
  /** Such a gauge. */
  readonly first: string;
  /** So many gauges with tags were kept. */
  readonly kept: number;
}

/** Folds readings into one aggregate a gauge and bucket, and one a gauge and run: constant memory. */
export class GaugeBuckets {
  /** What was beyond the limit, if anything was. */
  notKept: NotKept | undefined;
  readonly #total = new Map<string, Aggregate>();
  #tagged = 0;
  #bucket = new Map<string, Aggregate>();
  #span = bucketAt(0);

  /**
   * Readings of `ms` since the load began, each of which stands for the `weightMs` before it where it does not say otherwise, but
   * for nothing before the load. Gives the bucket that is over.
   */
  add(readings: readonly Reading[], ms: number, weightMs: number): LoadGauges | undefined {
    const finished = ms >= this.#span.untilMs ? this.finish() : undefined;
    if (ms >= this.#span.untilMs) this.#span = bucketAt(ms);
    for (const reading of readings) {
      if (!this.#isKept(reading.gauge)) continue;
      const coversMs = Math.min(reading.coversMs ?? weightMs, Math.max(weightMs, ms));
      for (const into of [this.#bucket, this.#total]) fold(into, reading, Math.max(1, coversMs));
    }
    return finished;
  }

  /** The bucket so far, and a new one; undefined when nothing was read in it. */
  finish(): LoadGauges | undefined {
    if (this.#bucket.size === 0) return undefined;
    const gauges = Object.fromEntries([...this.#bucket].map(([name, one]) => [name, summary(one)]));
    this.#bucket = new Map();
    return { ...this.#span, gauges };
  }

  /** `<gauge>.avg` and `.max` over the run: `generator.…` as it is, a part's as `target.<part>.…`. */
  metrics(): readonly Metric[] {
    return [...this.#total].flatMap(([gauge, one]) => {
      const { avg, max, samples, unit } = summary(one);
      const name = gauge.startsWith('generator.') ? gauge : `target.${gauge}`;
      return [
        { name: `${name}.avg`, value: avg, unit, samples },
        { name: `${name}.max`, value: max, unit, samples },
      ];
    });
  }

  #isKept(gauge: string): boolean {
    if (this.#total.has(gauge) || !gauge.includes('{')) return true;
    if (this.#tagged < TAGGED_AT_MOST) {
      this.#tagged++;
      return true;
    }
    const { readings, first } = this.notKept ?? { readings: 0, first: gauge };
    this.notKept = { readings: readings + 1, first, kept: TAGGED_AT_MOST };
    return false;
  }
}

function fold(into: Map<string, Aggregate>, { gauge, value, unit }: Reading, weightMs: number): void {
  const one = into.get(gauge) ?? {
    unit,
    samples: 0,
    weighted: 0,
    weight: 0,
    min: Infinity,
    max: -Infinity,
  };
  into.set(gauge, one);
  one.samples++;
  one.weighted += value * weightMs;
  one.weight += weightMs;
  one.min = Math.min(one.min, value);
  one.max = Math.max(one.max, value);
}

function summary({ unit, samples, weighted, weight, min, max }: Aggregate): LoadGauges['gauges'][string] {
  return { avg: short(weighted / weight), min: short(min), max: short(max), samples, unit };
}

/** Five digits are more than any gauge has; evidence of a day stays small. */
function short(value: number): number {
  return Number(value.toPrecision(5));
}
