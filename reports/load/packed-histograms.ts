import { createRequire } from 'node:module';
import type { JsHistogram } from 'hdr-histogram-js';
import { unpackEncoded } from '../../kernel/packed-histograms.ts';
import { percentileOf } from '../../kernel/percentile.ts';

const require = createRequire(import.meta.filename);
/** Only runs with a load have histograms, and the library takes its time to load. */
const builder = () =>
  require('hdr-histogram-js/dist/HistogramBuilder.js') as typeof import('hdr-histogram-js/dist/HistogramBuilder.js');
const encoding = () =>
  require('hdr-histogram-js/dist/JsHistogram.encoding.js') as typeof import('hdr-histogram-js/dist/JsHistogram.encoding.js');

const US_PER_MS = 1000;

/** The histograms that a bucket packed together, in the order of its endpoints. Throws an Error for any other text. */
export function unpackHistograms(text: string): readonly JsHistogram[] {
  const { doDecode } = encoding();
  return unpackEncoded(text).map((encoded) => doDecode(encoded, 32));
}

/** Several of them as one; its percentiles are in ms. */
export class MergedHistogram {
  readonly #histogram = builder().build({
    bitBucketSize: 32,
    autoResize: true,
    numberOfSignificantValueDigits: 2,
  });

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
