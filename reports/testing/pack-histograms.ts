import { inflateSync } from 'node:zlib';
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { packEncoded } from '../../kernel/packed-histograms.ts';

const COMPRESSED_HEADER_BYTES = 8;

/** Latencies in ms as buckets keep them: a histogram for each list, packed together. */
export function packLatencies(lists: readonly (readonly number[])[]): string {
  return packEncoded(lists.map(encode));
}

function encode(latencies: readonly number[]): Buffer {
  const histogram = build({
    highestTrackableValue: 3_600_000_000,
    bitBucketSize: 32,
    numberOfSignificantValueDigits: 2,
  });
  for (const ms of latencies) histogram.recordValue(Math.round(ms * 1000));
  const compressed = Buffer.from(encodeIntoCompressedBase64(histogram), 'base64');
  return inflateSync(compressed.subarray(COMPRESSED_HEADER_BYTES));
}
