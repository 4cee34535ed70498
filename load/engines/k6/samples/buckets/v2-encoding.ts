import type { Int32Histogram } from 'hdr-histogram-js';

const COOKIE = 0x1c849303 | 0x10;
/** Cookie, length of what follows the header, an offset of 0, digits, lowest and highest value, a ratio of 1. */
const HEADER_BYTES = 40;

/**
 * A histogram in HdrHistogram's V2 encoding, not compressed (https://github.com/HdrHistogram/HdrHistogram, EncodableHistogram).
 * The library gives the compressed form alone, which costs a zlib context of 256 kB for each of many small histograms.
 */
export function encodeV2(histogram: Int32Histogram): Buffer {
  const counts = countsOf(histogram);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32BE(COOKIE, 0);
  header.writeInt32BE(counts.length, 4);
  header.writeInt32BE(1, 8);
  header.writeInt32BE(histogram.numberOfSignificantValueDigits, 12);
  header.writeBigInt64BE(BigInt(histogram.lowestDiscernibleValue), 16);
  header.writeBigInt64BE(BigInt(histogram.highestTrackableValue), 24);
  header.writeBigInt64BE(1n, 32);
  return Buffer.concat([header, Buffer.from(counts)]);
}

/** The counts up to the last that is not zero; a run of zeros is one negative number. */
function countsOf(histogram: Int32Histogram): readonly number[] {
  const bytes: number[] = [];
  const until = histogram.countsArrayIndex(histogram.maxValue) + 1;
  for (let at = 0; at < until;) {
    let zeros = 0;
    while (at + zeros < until && histogram.getCountAtIndex(at + zeros) === 0) zeros++;
    pushZigZag(bytes, zeros > 1 ? -zeros : histogram.getCountAtIndex(at));
    at += Math.max(1, zeros);
  }
  return bytes;
}

/** LEB128 of 0, −1, 1, −2, … as 0, 1, 2, 3, … */
function pushZigZag(bytes: number[], value: number): void {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}
