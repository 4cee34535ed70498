import { deflateSync, inflateSync } from 'node:zlib';
import { decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { gaussian } from '../testing/random.ts';
import { Latencies } from './latencies.ts';
import { pack, unpack } from './packed.ts';
import { encodeV2 } from './v2-encoding.ts';

const CASES: Readonly<Record<string, readonly number[]>> = {
  'no value': [],
  'one value': [12.3],
  'the shortest': [0, 0, 0.001],
  'neighbours, and a gap': [0.001, 0.002, 0.004, 60_000],
  'many of one': Array<number>(40_000).fill(5),
  'log-normal': Array.from(
    { length: 5000 },
    (
      (random) => () =>
        20 * Math.exp(random())
    )(gaussian(3)),
  ),
};

function histogramOf(values: readonly number[]) {
  const latencies = new Latencies();
  for (const value of values) latencies.record(value);
  return latencies.histogram;
}

test.each(Object.entries(CASES))('writes what the library writes: %s', (_, values) => {
  const histogram = histogramOf(values);
  const theirs = inflateSync(Buffer.from(encodeIntoCompressedBase64(histogram), 'base64').subarray(8));
  expect(encodeV2(histogram).equals(theirs)).toBe(true);
});

test('every HdrHistogram reads it, once it is compressed their way', () => {
  const deflated = deflateSync(encodeV2(histogramOf([1, 2, 300])));
  const header = Buffer.from([0x1c, 0x84, 0x93, 0x14, 0, 0, 0, deflated.length]);
  const read = decodeFromCompressedBase64(Buffer.concat([header, deflated]).toString('base64'));
  expect([read.totalCount, read.minNonZeroValue, read.maxValue]).toEqual([3, 1000, 301_055]);
});

test('packed and unpacked, histograms are what they were', () => {
  const all = Object.values(CASES).map(histogramOf);
  const text = pack(all);
  const again = unpack(text).map((one) => histogramFrom(one));
  expect(pack(again)).toBe(text);
  expect(again.map((one) => one.totalCount)).toEqual(all.map((one) => one.totalCount));
});

test('a damaged text is refused', () => {
  expect(() => unpack(pack([histogramOf([1, 2, 3])]).slice(4))).toThrow();
});

function histogramFrom(one: ReturnType<typeof unpack>[number]) {
  const latencies = new Latencies();
  latencies.histogram.add(one);
  return latencies.histogram;
}
