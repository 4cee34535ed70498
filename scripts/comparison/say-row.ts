import { sayBytes } from '../../reports/format.ts';
import type { ComparedRow } from '../../reports/load/comparison.ts';

/** `p95 of all +12.1 %`. */
export function sayRow({ measure, group, effect, effectIs }: ComparedRow): string {
  return `${measure} of ${group} ${sayEffect({ effect, effectIs })}`;
}

/** `+12.1 %` of a value, `+0.50 points` of a share in percent. */
export function sayEffect({ effect, effectIs }: Pick<ComparedRow, 'effect' | 'effectIs'>): string {
  if (effect === undefined) return '';
  const sign = effect < 0 ? '−' : '+';
  const size = Math.abs(effect * 100);
  return effectIs === 'relative' ? `${sign}${size.toFixed(1)} %` : `${sign}${size.toFixed(2)} points`;
}

/** A value in its unit, shares in percent. */
export function sayMeasure(value: number | undefined, unit: string): string {
  if (value === undefined) return '–';
  if (unit === 'share') return `${(value * 100).toFixed(2)} %`;
  if (unit === 'bytes') return sayBytes(value);
  return `${Number(value.toPrecision(3))} ${unit}`;
}

export function sayP(p: number | undefined): string {
  if (p === undefined) return '–';
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
