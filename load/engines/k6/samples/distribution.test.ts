import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { Distribution, KEPT_AT_MOST } from './distribution.ts';

/** Values that look like latencies in ms: many small, a long tail. Seeded. */
function latencies(count: number): number[] {
  let seed = 42;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  return Array.from({ length: count }, () => 0.2 + 20 * Math.exp(4 * random() ** 3));
}

/** By k6's own words: linear interpolation between the values above and below. */
function exact(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (percent / 100) * (sorted.length - 1);
  const [below = NaN, above = NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

function of(values: readonly number[], digits: 0 | 2 | 3 = 3): Distribution {
  const distribution = new Distribution(digits);
  for (const value of values) distribution.record(value);
  return distribution;
}

test.each([0, 50, 90, 95, 99, 99.9, 100])('gives percentile %d, of few values exactly', (percent) => {
  for (const count of [1, 2, 20, 51, 1000, KEPT_AT_MOST, KEPT_AT_MOST + 1, 50_000]) {
    const values = latencies(count).map((value, index) => (index % 7 === 0 ? -value : value));
    const found = of(values).estimate(percent);
    if (count <= KEPT_AT_MOST) expect(found?.value).toBe(exact(values, percent));
    expect(found?.least).toBeLessThanOrEqual(exact(values, percent));
    expect(found?.most).toBeGreaterThanOrEqual(exact(values, percent));
    const width = (found?.most ?? Infinity) - (found?.least ?? 0);
    expect(width).toBeLessThanOrEqual(0.002 * Math.abs(exact(values, percent)) + 0.001);
  }
});

test.each([50, 90, 95, 99, 99.9])('gives percentile %d within a hundredth, of two digits', (percent) => {
  for (const count of [20, 51, 1000, 50_000]) {
    const values = latencies(count);
    expect(Math.abs((of(values, 2).percentile(percent) ?? 0) / exact(values, percent) - 1)).toBeLessThan(
      0.01,
    );
  }
});

test('merged parts say the same as the whole', () => {
  for (const count of [4, 5000, KEPT_AT_MOST + 1, 3 * KEPT_AT_MOST]) {
    const values = latencies(count);
    const cut = Math.floor(count / 3);
    const merged = of(values.slice(0, cut));
    merged.merge(of(values.slice(cut)));
    merged.merge(of([]));
    expect(merged.estimate(95)).toEqual(of(values).estimate(95));
  }
  const values = latencies(10_000);
  const merged = of(values.slice(0, 3000));
  merged.merge(of(values.slice(3000)));
  const whole = of(values);
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

test('has no percentile without values, or where none are kept', () => {
  expect(of([]).percentile(95)).toBeUndefined();
  expect(of([-1, 5]).percentile(50)).toBe(2);
  expect(of([-1, 5]).encoded()).toBeUndefined();
  expect(of([1], 0).percentile(95)).toBeUndefined();
  expect(of([1], 0).encoded()).toBeUndefined();
});
