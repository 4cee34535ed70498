import type { Int32Histogram, JsHistogram } from 'hdr-histogram-js';
import { doDecode } from 'hdr-histogram-js/dist/JsHistogram.encoding.js';
import { packEncoded, unpackEncoded } from '../../../../../kernel/packed-histograms.ts';
import { encodeV2 } from './v2-encoding.ts';

export function pack(histograms: readonly Int32Histogram[]): string {
  return packEncoded(histograms.map(encodeV2));
}

/** The histograms of a text that `pack` gave. Throws an Error for any other. */
export function unpack(text: string): readonly JsHistogram[] {
  return unpackEncoded(text).map((encoding) => doDecode(encoding, 32));
}
