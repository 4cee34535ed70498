import { expect, test } from 'vitest';
import { suiteRunForTest } from '../../../../fixtures/testing/suite-run.ts';
import { Buckets } from './buckets/buckets.ts';
import { bucketJournal, metricsClock } from './journal.ts';
import { recordedRows } from './testing/recorded-rows.ts';

test('the aggregates of a day are journalled fifty times, at first every five seconds', () => {
  const isDue = metricsClock(0);
  const times = Array.from({ length: 24 * 3600 }, (_, second) => second * 1000).filter(isDue);
  expect(times.slice(0, 3)).toEqual([5000, 10_000, 15_000]);
  expect(times.length).toBeLessThan(55);
  const gaps = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / time);
  expect(Math.max(...gaps.slice(20))).toBeLessThan(0.21);
});

test('a bucket is journalled whole, and kept without its endpoints', async () => {
  await using run = suiteRunForTest<never>({ options: {} as never });
  const { kept, write } = bucketJournal(run);
  const buckets = new Buckets(0);
  for (const row of recordedRows({ seconds: 12, perSecond: 20, startMs: 0 })) buckets.add(row);
  const given = buckets.end();
  write(given);
  expect(run.recorder.events).toEqual(given.map((detail) => ({ name: 'load-bucket', detail })));
  expect(kept).toHaveLength(2);
  expect(kept[0]).toEqual(expect.objectContaining({ fromMs: 0, all: given[0]?.all }));
  expect(JSON.stringify(kept).length).toBeLessThan(600);
});
