import { expect } from 'vitest';
import { until } from '../shared/until.ts';
import type { Exposition } from './exposition.ts';

/** Counts by what tells them apart: `GET /workflows/:id 404`. */
export type Counts = Readonly<Record<string, number>>;

/** The values of a counter by these labels, in this order; those that `within` wants. */
export function countsOf(
  read: Exposition,
  name: string,
  labels: readonly string[],
  within: (key: string) => boolean = () => true,
): Counts {
  const counts: Record<string, number> = {};
  for (const sample of read.of(name)) {
    const key = labels.map((label) => sample.labels[label] ?? '').join(' ');
    if (within(key)) counts[key] = (counts[key] ?? 0) + sample.value;
  }
  return counts;
}

/** How many of each there are. */
export function tally(keys: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

/**
 * That counters rise by exactly what `act` says that it caused, and that all others stand still. Whoever asks the target beside us
 * only adds to them. So none may ever rise by less than we caused, nor fall; and what rose by more, or without us, is looked at again,
 * until each of them was seen to be exact. What never is, in `rounds`, is wrong.
 */
export async function expectRise(
  look: () => Promise<Counts>,
  act: (round: number) => Promise<Counts>,
  rounds = 6,
): Promise<void> {
  const exact = new Set<string>();
  let wrong: readonly string[] = ['nothing was asked'];
  for (let round = 0; round < rounds && wrong.length > 0; round += 1) {
    const before = await look();
    const caused = await act(round);
    const rise = (now: Counts, key: string) => (now[key] ?? 0) - (before[key] ?? 0);
    const keys = Object.keys(caused);
    const what = `each counter to rise by what was asked: ${JSON.stringify(caused)}`;
    const missing = (now: Counts) => keys.filter((key) => rise(now, key) < (caused[key] ?? 0));
    await until(
      what,
      async () => missing(await look()),
      (behind) => behind.length === 0,
    );
    const after = await look();
    const all = [...new Set([...keys, ...Object.keys(before), ...Object.keys(after)])];
    const fallen = all.filter((key) => rise(after, key) < 0);
    expect(fallen, 'counters that fell').toEqual([]);
    for (const key of all) if (rise(after, key) === (caused[key] ?? 0)) exact.add(key);
    wrong = all
      .filter((key) => !exact.has(key))
      .map((key) => `${key}: rose by ${rise(after, key)}, asked ${caused[key] ?? 0}`);
  }
  expect(wrong, `counters that rose by more than was asked, in each of ${rounds} rounds`).toEqual([]);
}

/**
 * That each histogram is one: its buckets rise with their limit up to the count, and the sum lies within what the buckets say was
 * observed. So the sum is in the unit of the limits, and of as many as were counted.
 */
export function expectHistograms({ types, of }: Exposition): void {
  const names = [...types].filter(([, type]) => type === 'histogram').map(([name]) => name);
  expect(names.length, 'histograms').toBeGreaterThan(0);
  for (const name of names)
    for (const { labels, value: count } of of(`${name}_count`)) {
      const where = `${name} ${JSON.stringify(labels)}`;
      const buckets = of(`${name}_bucket`, labels).map((bucket) => ({
        limit: Number((bucket.labels['le'] ?? '').replace('+Inf', 'Infinity')),
        count: bucket.value,
      }));
      const limits = buckets.map(({ limit }) => limit);
      expect(limits, `${where}: le`).toEqual([...new Set(limits)].sort((a, b) => a - b));
      expect(limits.at(-1), `${where}: the last le`).toBe(Infinity);
      expect(buckets.at(-1)?.count, `${where}: le="+Inf" against _count`).toBe(count);
      let [least, most, below, floor] = [0, 0, 0, 0];
      for (const { limit, count: upTo } of buckets) {
        const within = upTo - below;
        expect(within, `${where}: observed between ${floor} and ${limit}`).toBeGreaterThanOrEqual(0);
        if (within > 0) [least, most] = [least + within * floor, most + within * limit];
        [below, floor] = [upTo, limit];
      }
      const sums = of(`${name}_sum`, labels).map(({ value }) => value);
      expect(sums.length, `${where}: how many _sum`).toBe(1);
      expect(sums[0], `${where}: _sum, of the least that its buckets allow`).toBeGreaterThanOrEqual(least);
      // Sums of fractions are not exact.
      expect(sums[0], `${where}: _sum, of the most that its buckets allow`).toBeLessThanOrEqual(most + 1e-6);
    }
}
