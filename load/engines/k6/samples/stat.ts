import type { Distribution, Estimate } from './distribution.ts';
import type { MetricKind, MetricType } from './metric-kinds.ts';

export interface Value {
  readonly value: number;
  readonly unit: string;
  readonly samples: number;
  /** Where the true one lies, at least and at most; absent where `value` is exactly it. */
  readonly between?: readonly [number, number];
}

/** Seconds that something took. */
export type Seconds = Estimate;

export function exactly(value: number): Estimate {
  return { value, least: value, most: value };
}

/**
 * One stat of a distribution, as k6 means it for that kind: a counter's `count` is its sum and its `rate` the sum per second;
 * a rate's `rate` is the share of non-zero values; a trend's `count` is its number of values. Undefined without observations,
 * and where the kind has no such stat or is not known and would matter.
 */
export function statOf(
  from: Distribution,
  type: MetricType | undefined,
  stat: string,
  seconds: Seconds,
): Value | undefined {
  if (from.count === 0) return undefined;
  const found = type === undefined ? ofAnyKind(from, stat) : ofKind(from, type, stat, seconds);
  if (found === undefined) return undefined;
  const { value, least, most, unit } = found;
  return { value, unit, samples: from.count, ...(least < most && { between: [least, most] as const }) };
}

/** Half of the last digit that k6's CSV has. */
const ROUNDED = 5e-7;

/** The same of values that were rounded. A rate counts what is not zero. */
export function roundedValue(of: Value, kind: MetricKind | undefined, seconds: Seconds): Value {
  if (kind === 'rate') return of;
  const errors = kind === 'counter' ? of.samples : 1;
  const off = ROUNDED * errors * (of.unit.endsWith('/s') ? 1 / seconds.least : 1);
  const [least, most] = of.between ?? [of.value, of.value];
  return { ...of, between: [least - off, most + off] };
}

type Found = (Estimate & { readonly unit: string }) | undefined;

function ofKind(from: Distribution, { kind, unit }: MetricType, stat: string, seconds: Seconds): Found {
  switch (kind) {
    case 'trend':
      return stat === 'count' ? said(from.count, 'count') : ofValues(from, unit, stat);
    case 'counter':
      if (stat === 'count') return said(from.sum, unit);
      return stat === 'rate' ? perSecond(from.sum, seconds, unit === 'B' ? 'B/s' : '1/s') : undefined;
    case 'rate':
      if (stat === 'count') return said(from.count, 'count');
      return stat === 'rate' ? said(from.nonZero / from.count, unit) : undefined;
    case 'gauge':
      if (stat === 'value') return said(from.last, unit);
      return stat === 'min' || stat === 'max' ? ofValues(from, unit, stat) : undefined;
  }
}

/** What means the same whatever the kind. */
function ofAnyKind(from: Distribution, stat: string): Found {
  if (stat === 'rate' || stat === 'count') return undefined;
  return stat === 'value' ? said(from.last, '') : ofValues(from, '', stat);
}

function said(value: number, unit: string): Found {
  return { ...exactly(value), unit };
}

/** A test that took no time has no rate, as for k6. */
function perSecond(sum: number, { value, least, most }: Seconds, unit: string): Found {
  if (value === 0) return undefined;
  const ends = [sum / least, sum / most];
  return { value: sum / value, least: Math.min(...ends), most: Math.max(...ends), unit };
}

function ofValues(from: Distribution, unit: string, stat: string): Found {
  const found = number(from, stat);
  return found === undefined ? undefined : { ...found, unit };
}

function number(from: Distribution, stat: string): Estimate | undefined {
  if (stat === 'avg') return exactly(from.sum / from.count);
  if (stat === 'min') return exactly(from.min);
  if (stat === 'max') return exactly(from.max);
  if (stat === 'med') return from.estimate(50);
  return /^p[\d.]+$/.test(stat) ? from.estimate(Number(stat.slice(1))) : undefined;
}
