import { type Sample, samplesIn } from '../../../../fixtures/bindings/prometheus-text.ts';
import type { MetricsEndpoint } from '../../../../kernel/target.ts';
import { GAUGE_RULES, type GaugeRule } from './gauge-rules.ts';
import type { Reading } from './reading.ts';

const SERIES = new Set(GAUGE_RULES.map((rule) => rule.series));

/** Turns what one part tells into gauges. Remembers the counters of the reading before. */
export class TargetGauges {
  readonly #endpoint: MetricsEndpoint;
  readonly #before = new Map<string, { readonly value: number; readonly atMs: number }>();

  constructor(endpoint: MetricsEndpoint) {
    this.#endpoint = endpoint;
  }

  /**
   * `text` as it was told at that moment. What rises gives no reading the first time, nor after the part was started anew.
   * Throws for text that is none of Prometheus's.
   */
  read(text: string, atMs: number): readonly Reading[] {
    const samples = samplesIn(text, SERIES).filter(({ value }) => Number.isFinite(value));
    const readings = new Map<string, Reading>();
    for (const rule of GAUGE_RULES)
      for (const [tags, values] of groupsOf(rule, samples)) {
        const gauge = `${this.#endpoint.name}.${rule.gauge}${tags}`;
        const value = readings.has(gauge) ? undefined : this.#value(rule, gauge, values, atMs);
        if (value !== undefined) readings.set(gauge, { gauge, value, unit: rule.unit });
      }
    return [...readings.values()];
  }

  #value(rule: GaugeRule, gauge: string, values: readonly number[], atMs: number): number | undefined {
    const told = rule.all === 'max' ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0);
    const value = rule.reading === 'now' ? told : this.#perSecond(gauge, told, atMs);
    const whole = this.#whole(rule);
    return value === undefined || whole === undefined ? undefined : (value * rule.times) / whole;
  }

  #perSecond(gauge: string, value: number, atMs: number): number | undefined {
    const before = this.#before.get(gauge);
    this.#before.set(gauge, { value, atMs });
    if (before === undefined || value < before.value || atMs <= before.atMs) return undefined;
    return (value - before.value) / ((atMs - before.atMs) / 1000);
  }

  #whole({ share }: GaugeRule): number | undefined {
    if (share === undefined) return 1;
    return share === 'of its cores' ? (this.#endpoint.cores ?? 1) : this.#endpoint.memoryLimitMb;
  }
}

/** A label may have any number of values; more gauges than that nobody reads. */
const GROUPS_AT_MOST = 20;

/** The values of a rule's series by the tags of its gauge: `''` for the whole. */
function groupsOf(rule: GaugeRule, samples: readonly Sample[]): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  const add = (tags: string, value: number) => {
    const group = groups.get(tags);
    if (group !== undefined) group.push(value);
    else if (groups.size <= GROUPS_AT_MOST) groups.set(tags, [value]);
  };
  for (const sample of samples) {
    if (sample.name !== rule.series || !fits(sample, rule)) continue;
    add('', sample.value);
    const group = rule.by && sample.labels[rule.by.label];
    if (rule.by !== undefined && group !== undefined) add(`{${rule.by.tag}:${group}}`, sample.value);
  }
  return groups;
}

function fits({ labels }: Sample, rule: GaugeRule): boolean {
  return Object.entries(rule.labels ?? {}).every(([name, value]) => labels[name] === value);
}
