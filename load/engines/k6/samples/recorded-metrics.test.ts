import { expect, test } from 'vitest';
import { LoadSamples } from './load-samples.ts';
import { askedMetrics, endedPhases } from './recorded-metrics.ts';
import { row } from './testing/row.ts';

test('the metrics of a phase are told once, soon after it has ended; what is between phases belongs to none', () => {
  const phases = [
    { name: 'before', untilMs: 2000 },
    { name: 'during', fromMs: 5000, untilMs: 6000 },
  ];
  const asked = askedMetrics(['iterations.count']);
  const samples = new LoadSamples(
    asked.map(({ selector }) => selector),
    new Map(),
    phases,
    1_000_000,
  );
  const ended = endedPhases(samples, asked);
  for (const atMs of [0, 1000, 3000, 5500]) samples.add(row('iterations', 1_000_000 + atMs, 1));
  const told = (atMs: number) =>
    ended(1_000_000 + atMs).flatMap(({ name, value }) =>
      name.endsWith('iterations.count') ? [[name, value]] : [],
    );
  expect(told(2100)).toEqual([]);
  expect(told(3300)).toEqual([['before.iterations.count', 2]]);
  expect(told(3400)).toEqual([]);
  expect(told(9000)).toEqual([['during.iterations.count', 1]]);
});
