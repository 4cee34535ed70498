import { expect, it } from 'vitest';
import type { MeasuredPoint } from './measured.ts';
import { downsampleMeasured } from './downsample.ts';

const points: readonly MeasuredPoint[] = Array.from({ length: 1000 }, (_, second) => ({
  fromSecond: second,
  untilSecond: second + 1,
  requests: 10,
  errors: 0,
  p95: second === 501 ? 900 : 20,
}));

it('keeps the worst latency and the mean rate where a long load is thinned', () => {
  const thinned = downsampleMeasured(points, 100);
  expect(thinned).toHaveLength(100);
  expect(Math.max(...thinned.map((point) => point.p95 ?? 0))).toBe(900);
  expect(thinned[3]).toMatchObject({ fromSecond: 30, untilSecond: 40, requests: 100, p50: undefined });
  expect(downsampleMeasured(points)).toHaveLength(200);
});

it('leaves a short one as it is', () =>
  expect(downsampleMeasured(points.slice(0, 5))).toEqual(points.slice(0, 5)));
