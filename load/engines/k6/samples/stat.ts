import type { Distribution } from './distribution.ts';
import type { MetricType } from './metric-kinds.ts';

export interface Value {
  readonly value: number;
  readonly unit: string;
  readonly samples: number;
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
  seconds: number,
): Value | undefined {
  if (from.count === 0) return undefined;
  const found = type === undefined ? ofAnyKind(from, stat) : ofKind(from, type, stat, seconds);
  return found === undefined ? undefined : { ...found, samples: from.count };
}

type Plain = Omit<Value, 'samples'> | undefined;

function ofKind(from: Distribution, { kind, unit }: MetricType, stat: string, seconds: number): Plain {
  switch (kind) {
    case 'trend':
      return stat === 'count' ? { value: from.count, unit: 'count' } : ofValues(from, unit, stat);
    case 'counter':
      if (stat === 'count') return { value: from.sum, unit };
      return stat === 'rate' ? { value: from.sum / seconds, unit: unit === 'B' ? 'B/s' : '1/s' } : undefined;
    case 'rate':
      if (stat === 'count') return { value: from.count, unit: 'count' };
      return stat === 'rate' ? { value: from.nonZero / from.count, unit } : undefined;
    case 'gauge':
      if (stat === 'value') return { value: from.last, unit };
      return stat === 'min' || stat === 'max' ? ofValues(from, unit, stat) : undefined;
  }
}

/** What means the same whatever the kind. */
function ofAnyKind(from: Distribution, stat: string): Plain {
  if (stat === 'rate' || stat === 'count') return undefined;
  return stat === 'value' ? { value: from.last, unit: '' } : ofValues(from, '', stat);
}

function ofValues(from: Distribution, unit: string, stat: string): Plain {
  const value = number(from, stat);
  return value === undefined ? undefined : { value, unit };
}

function number(from: Distribution, stat: string): number | undefined {
  if (stat === 'avg') return from.sum / from.count;
  if (stat === 'min') return from.min;
  if (stat === 'max') return from.max;
  if (stat === 'med') return from.percentile(50);
  return /^p[\d.]+$/.test(stat) ? from.percentile(Number(stat.slice(1))) : undefined;
}
