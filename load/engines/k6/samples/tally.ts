import type { Row } from './csv-rows.ts';
import { Distribution } from './distribution.ts';
import { BUILT_IN, type MetricType } from './metric-kinds.ts';
import { type Selector, selectorText } from './metric-name.ts';
import { type Seconds, type Value, roundedValue, statOf } from './stat.ts';
import type { Unsettled } from './tag-orders.ts';
import { TestTime } from './test-time.ts';

interface Slot extends Selector {
  readonly key: string;
  readonly distribution: Distribution;
  /** What must be settled for all of its samples to be the selector's. */
  readonly unsettled: Set<Unsettled>;
}

/** A script may make metrics without end; beyond this many they are counted, not kept. */
export const METRICS_AT_MOST = 500;

/** Folds samples into one distribution a metric, and one a selector that somebody asked for. */
export class Tally {
  readonly time = new TestTime();
  /** Values have six digits behind the point; built-in metrics have no more. */
  isRounded = false;
  /** Samples of metrics beyond the limit. */
  dropped = 0;
  readonly #slots = new Map<string, Slot[]>();
  readonly #byKey = new Map<string, Slot>();
  readonly #types: ReadonlyMap<string, MetricType>;

  /** `types` of the script's own metrics; what becomes known later is added to them. */
  constructor(selectors: readonly Selector[], types: ReadonlyMap<string, MetricType>) {
    this.#types = types;
    for (const selector of selectors) this.#slot(selector);
  }

  add(row: Row): void {
    this.time.add(row);
    const slots = this.#slots.get(row.metric) ?? this.#newMetric(row.metric);
    for (const slot of slots) {
      if (slot.tags.length === 0) slot.distribution.record(row.value);
      else recordTagged(slot, row);
    }
  }

  /** When the last sample was taken, ms since the epoch. */
  get lastMs(): number {
    return this.time.lastMs;
  }

  /** True where some of the selector's samples may be of other tags: k6's CSV does not tell where a value ends. */
  isUnsettled(selector: Selector): boolean {
    const unsettled = this.#byKey.get(selectorText(selector))?.unsettled ?? [];
    return [...unsettled].some((one) => !one.isSettled);
  }

  /**
   * Undefined when there is no such sample, or the metric has no such stat. `seconds`: what a counter's rate is taken over, the
   * whole test unless told.
   */
  stat(selector: Selector, stat: string, seconds: Seconds = this.time.seconds): Value | undefined {
    const slot = this.#byKey.get(selectorText(selector));
    if (slot === undefined) return undefined;
    const { distribution, metric } = slot;
    const value = statOf(distribution, this.typeOf(metric), stat, seconds);
    const isExact = !this.isRounded || metric in BUILT_IN || distribution.isWhole;
    return isExact || value === undefined ? value : roundedValue(value, this.typeOf(metric)?.kind, seconds);
  }

  /** How many samples it has, of whatever kind. */
  samplesOf(selector: Selector): number {
    return this.#byKey.get(selectorText(selector))?.distribution.count ?? 0;
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
      const distribution = new Distribution(this.#digits(one.metric));
      const slot: Slot = { ...one, key, distribution, unsettled: new Set() };
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

function recordTagged({ tags, distribution, unsettled }: Slot, row: Row): void {
  let doubts: Unsettled[] | undefined;
  for (const { name, value } of tags) {
    const said = row.carries?.(name, value) ?? row.tag(name) === value;
    if (said === false) return;
    if (said !== true) (doubts ??= []).push(said);
  }
  distribution.record(row.value);
  for (const doubt of doubts ?? []) unsettled.add(doubt);
}
