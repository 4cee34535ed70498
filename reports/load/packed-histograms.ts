import { brotliDecompressSync } from 'node:zlib';
import { type JsHistogram, build } from 'hdr-histogram-js';
import { doDecode } from 'hdr-histogram-js/dist/JsHistogram.encoding.js';
import { percentileOf } from '../../kernel/percentile.ts';

const HEADER_BYTES = 40;
const US_PER_MS = 1000;

/**
 * The histograms that a bucket packed together, in the order of its endpoints: base64 (with `!` for `I`, `~` for `i`) of brotli of
 * HdrHistogram V2, one after the other, each with a header of 40 bytes that gives the length of the rest. Throws an Error for any
 * other text.
 */
export function unpackHistograms(text: string): readonly JsHistogram[] {
  const raw = brotliDecompressSync(Buffer.from(text.replaceAll('!', 'I').replaceAll('~', 'i'), 'base64'));
  const histograms: JsHistogram[] = [];
  for (let from = 0; from < raw.length;) {
    const until = from + HEADER_BYTES + raw.readInt32BE(from + 4);
    // A copy, and no Buffer: the library turns bytes round where it reads them.
    histograms.push(doDecode(new Uint8Array(raw.subarray(from, until)), 32));
    from = until;
  }
  return histograms;
}

/** Several of them as one; its percentiles are in ms. */
export class MergedHistogram {
  readonly #histogram = build({ bitBucketSize: 32, autoResize: true, numberOfSignificantValueDigits: 2 });

  add(histogram: JsHistogram): void {
    this.#histogram.add(histogram);
  }

  /** Undefined without any. The library rounds ranks, so it is given whole ones. */
  percentileMs(percent: number): number | undefined {
    const count = this.#histogram.totalCount;
    if (count === 0) return undefined;
    const us = (index: number) => this.#histogram.getValueAtPercentile((100 * (index + 1)) / count);
    return percentileOf(percent, count, us) / US_PER_MS;
  }
}
