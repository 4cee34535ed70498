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

/** Folds readings into one aggregate a gauge and bucket, and one a gauge and run: constant memory. */
export class GaugeBuckets {
  readonly #total = new Map<string, Aggregate>();
  #bucket = new Map<string, Aggregate>();
  #span = bucketAt(0);

  /** Readings of `ms` since the load began, each of which stands for the `weightMs` before it. Gives the bucket that is over. */
  add(readings: readonly Reading[], ms: number, weightMs: number): LoadGauges | undefined {
    const finished = ms >= this.#span.untilMs ? this.finish() : undefined;
    if (ms >= this.#span.untilMs) this.#span = bucketAt(ms);
    for (const reading of readings) {
      fold(this.#bucket, reading, weightMs);
      fold(this.#total, reading, weightMs);
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
