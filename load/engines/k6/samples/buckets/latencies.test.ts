import { expect, test } from 'vitest';
import { gaussian, uniformFrom } from '../testing/random.ts';
import { Latencies } from './latencies.ts';

const PERCENTS = [1, 10, 50, 75, 90, 95, 99, 99.9, 100];

const SHAPES: Readonly<Record<string, (random: () => number, uniform: () => number) => number>> = {
  'log-normal, σ 0.5': (random) => 40 * Math.exp(0.5 * random()),
  'log-normal, σ 1.5': (random) => 5 * Math.exp(1.5 * random()),
  'log-uniform from 0.05 ms to 60 s': (_, uniform) => 0.05 * 1_200_000 ** uniform(),
  'around 0.05 ms': (_, uniform) => 0.05 + 0.01 * uniform(),
  'cached or not': (random, uniform) => (uniform() < 0.9 ? 0.3 : 800) * Math.exp(0.2 * random()),
  'timeouts of 60 s': (random, uniform) => (uniform() < 0.94 ? 20 * Math.exp(0.3 * random()) : 60_000),
};

test.each(Object.entries(SHAPES))(
  'gives percentiles within a hundredth of the exact ones: %s',
  (_, shape) => {
    for (const count of [1, 20, 51, 1000, 50_000]) {
      const [random, uniform] = [gaussian(count), uniformFrom(count + 1)];
      const values = Array.from({ length: count }, () => shape(random, uniform));
      const latencies = new Latencies();
      for (const value of values) latencies.record(value);
      const sorted = Float64Array.from(values).sort();
      for (const percent of PERCENTS) {
        const place = (percent / 100) * (count - 1);
        const [below = 0, above = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
        const exact = below + (above - below) * (place - Math.floor(place));
        expect(Math.abs((latencies.percentile(percent) ?? 0) / exact - 1)).toBeLessThan(0.01);
      }
    }
  },
);

test('a latency beyond an hour counts, and its maximum is exact', () => {
  const latencies = new Latencies();
  for (const ms of [1, 4_000_000]) latencies.record(ms);
  expect(latencies.summary([50])).toMatchObject({ max: 4_000_000, sum: 4_000_001 });
  expect(latencies.percentile(100)).toBeGreaterThan(3_500_000);
});

test('nothing is known of no request', () => {
  expect(new Latencies().summary([50, 95])).toEqual({ sum: 0 });
});
