import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { Distribution } from './distribution.ts';

/** Values that look like latencies in ms: many small, a long tail. Seeded. */
function latencies(count: number): number[] {
  let seed = 42;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  return Array.from({ length: count }, () => 0.2 + 20 * Math.exp(4 * random() ** 3));
}

function exact(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.find((_, index) => index + 1 >= (percent * sorted.length) / 100 - 1e-6) ?? Number.NaN;
}

function of(values: readonly number[], digits: 0 | 2 | 3 = 3): Distribution {
  const distribution = new Distribution(digits);
  for (const value of values) distribution.record(value);
  return distribution;
}

test.each([50, 90, 95, 99, 99.9])('gives percentile %d within a hundredth of the exact one', (percent) => {
  for (const count of [20, 51, 1000, 50_000]) {
    const values = latencies(count);
    const error = Math.abs((of(values).percentile(percent) ?? 0) / exact(values, percent) - 1);
    expect(error).toBeLessThan(0.01);
    expect(Math.abs((of(values, 2).percentile(percent) ?? 0) / exact(values, percent) - 1)).toBeLessThan(
      0.01,
    );
  }
});

test('merged parts say the same as the whole', () => {
  const values = latencies(10_000);
  const merged = of(values.slice(0, 3000));
  merged.merge(of(values.slice(3000)));
  merged.merge(of([]));
  const whole = of(values);
  expect(merged.percentile(95)).toBe(whole.percentile(95));
  expect(merged.sum).toBeCloseTo(whole.sum, 6);
  expect([merged.count, merged.min, merged.max, merged.last]).toEqual([
    whole.count,
    whole.min,
    whole.max,
    whole.last,
  ]);
});

test('its encoded histogram can be read and merged by others', () => {
  const encoded = of([1, 2, 300]).encoded() ?? '';
  const decoded = decodeFromCompressedBase64(encoded);
  expect(decoded.totalCount).toBe(3);
  expect(decoded.getValueAtPercentile(100) / 1000).toBeCloseTo(300, 0);
});

test('keeps values far beyond the usual', () => {
  expect(of([0.001, 5e9]).percentile(100)).toBeCloseTo(5e9, -7);
});

test('has no percentile without values, with negative ones, or where none are kept', () => {
  expect(of([]).percentile(95)).toBeUndefined();
  expect(of([-1, 5]).percentile(95)).toBeUndefined();
  expect(of([1], 0).percentile(95)).toBeUndefined();
  expect(of([1], 0).encoded()).toBeUndefined();
});
