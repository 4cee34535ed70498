import type { Row } from './csv-rows.ts';
import { Distribution } from './distribution.ts';
import { BUILT_IN, type MetricType } from './metric-kinds.ts';
import { type Selector, selectorText } from './metric-name.ts';
import { type Value, statOf } from './stat.ts';

interface Slot extends Selector {
  readonly key: string;
  readonly distribution: Distribution;
}

/** A script may make metrics without end; beyond this many they are counted, not kept. */
export const METRICS_AT_MOST = 500;

/** Folds samples into one distribution a metric, and one a selector that somebody asked for. */
export class Tally {
  /** When the first and the last sample was taken, ms since the epoch. */
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  /** Samples of metrics beyond the limit. */
  dropped = 0;
  readonly #slots = new Map<string, Slot[]>();
  readonly #byKey = new Map<string, Slot>();
  readonly #types: ReadonlyMap<string, MetricType>;

  /** `types` of the script's own metrics. */
  constructor(selectors: readonly Selector[], types: ReadonlyMap<string, MetricType>) {
    this.#types = types;
    for (const selector of selectors) this.#slot(selector);
  }

  add(row: Row): void {
    if (row.atMs < this.firstMs) this.firstMs = row.atMs;
    if (row.atMs > this.lastMs) this.lastMs = row.atMs;
    const slots = this.#slots.get(row.metric) ?? this.#newMetric(row.metric);
    for (const slot of slots) {
      if (slot.tags.every((tag) => row.tag(tag.name) === tag.value)) slot.distribution.record(row.value);
    }
  }

  /** Seconds that the samples span, never less than one: what a counter's rate is taken over. */
  get seconds(): number {
    return Math.max(1, (this.lastMs - this.firstMs) / 1000);
  }

  /** Undefined when there is no such sample, or the metric has no such stat. */
  stat(selector: Selector, stat: string, seconds = this.seconds): Value | undefined {
    const slot = this.#byKey.get(selectorText(selector));
    return slot && statOf(slot.distribution, this.typeOf(slot.metric), stat, seconds);
  }

  typeOf(metric: string): MetricType | undefined {
    return BUILT_IN[metric] ?? this.#types.get(metric);
  }

  /** True for a metric that the script's source is known to make. */
  isOwn(metric: string): boolean {
    return this.#types.has(metric);
  }

  /** The metrics seen so far, without tags. */
  seen(): readonly string[] {
    return [...this.#slots].flatMap(([metric, slots]) => {
      return slots.some((slot) => slot.tags.length === 0 && slot.distribution.count > 0) ? [metric] : [];
    });
  }

  /** Everything with a histogram, by selector: mergeable with other runs. */
  histograms(): Readonly<Record<string, object>> {
    const kept = [...this.#byKey].flatMap(([key, { distribution }]) => {
      const hdr = distribution.count === 0 ? undefined : distribution.encoded();
      const { count, sum, min, max } = distribution;
      return hdr === undefined ? [] : [[key, { count, sum, min, max, unit: 'thousandths', hdr }] as const];
    });
    return Object.fromEntries(kept);
  }

  #newMetric(metric: string): readonly Slot[] {
    if (this.#slots.size < METRICS_AT_MOST) return this.#slot({ metric, tags: [] });
    this.dropped++;
    return [];
  }

  /** A selector always comes with its whole metric. */
  #slot(selector: Selector): readonly Slot[] {
    const slots = this.#slots.get(selector.metric) ?? [];
    this.#slots.set(selector.metric, slots);
    for (const one of [{ metric: selector.metric, tags: [] }, selector]) {
      const key = selectorText(one);
      if (this.#byKey.has(key)) continue;
      const slot = { ...one, key, distribution: new Distribution(this.#digits(one.metric)) };
      this.#byKey.set(key, slot);
      slots.push(slot);
    }
    return slots;
  }

  #digits(metric: string): 0 | 3 {
    const kind = this.typeOf(metric)?.kind;
    return kind === undefined || kind === 'trend' ? 3 : 0;
  }
}
