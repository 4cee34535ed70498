import { describe, expect, it, test } from 'vitest';
import type { DriftSeries } from './drift-series.ts';
import { driftOf, judgeDrift, type SeriesDrift } from './judge-series.ts';

const series = (change: DriftSeries['change'], values: readonly number[]): DriftSeries => {
  const points = values.map((value, at) => ({ at: at * 1000, value }));
  return { name: 'x', metric: 'drift.x.change', unit: 'MB', change, points };
};
const line = (from: number, step: number) => Array.from({ length: 21 }, (_, at) => from + step * at);

test.each([
  // change, low, high, limit
  [0.3, 0.1, 0.5, 0.2, 'drifts'],
  [0.3, -0.01, 0.5, 0.2, 'steady'],
  [0.1, 0.05, 0.15, 0.2, 'steady'],
  [0, -0.39, 0.4, 0.2, 'steady'],
  [0, -0.41, 0.41, 0.2, 'undecided'],
  [0.9, 0.1, 5, 0.2, 'drifts'],
  [-0.5, -0.6, -0.4, 0.2, 'steady'],
  [0, -Infinity, Infinity, 0.2, 'undecided'],
] as const)(
  'a change of %d between %d and %d with a limit of %d: %s',
  (change, low, high, limit, verdict) => {
    expect(judgeDrift({ change, low, high, range: 1 } as SeriesDrift, limit)).toBe(verdict);
  },
);

it('values that lie within the limit of each other are steady, whatever the interval', () => {
  const hill = Array.from({ length: 17 }, (_, at) => 150 + 6 * Math.sin((Math.PI * at) / 16));
  const drift = driftOf(series('ratio', hill));
  if ('open' in drift) throw new Error(drift.open);
  expect(drift).toMatchObject({ low: -Infinity, high: Infinity });
  expect([judgeDrift(drift, 0.2), judgeDrift(drift, 0.03)]).toEqual(['steady', 'undecided']);
});

describe('the change of a series', () => {
  it('is a share of where the line begins', () => {
    expect(driftOf(series('ratio', line(100, 5)))).toMatchObject({ change: 1, usual: 150 });
  });

  it('is in the unit where what is usual may be nothing', () => {
    expect(driftOf(series('absolute', line(0, 2)))).toMatchObject({ change: 40 });
    expect(driftOf(series('absolute', line(0, 0)))).toMatchObject({ change: 0, low: 0, high: 0 });
  });

  it('stays finite where the line begins at nothing', () => {
    expect(driftOf(series('ratio', line(0, 2)))).toMatchObject({ change: 20 });
  });
});
