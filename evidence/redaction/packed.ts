import { unpacked } from './unpacked.ts';
import type { Span } from './unescaped.ts';

/** Base64, also wrapped, that begins as gzip, zlib or a zip does, and hexadecimal that begins as gzip. */
const PACKED =
  /(?:H4sI|UEsDB|(?<![A-Za-z0-9+/_-])e[AFJN])[A-Za-z0-9+/_-]{9,}(?:\r?\n[ \t]{0,16}[A-Za-z0-9+/_-]{2,})*|1[fF]8[bB]08[0-9a-fA-F]{20,}/g;

export interface Packed extends Span {
  /** What was packed, part by part. */
  readonly parts: readonly Buffer[] | 'too-large';
}

/** What is packed in a text, and where. */
export function* packedIn(bytes: Buffer): Generator<Packed> {
  for (const { 0: text, index } of bytes.toString('latin1').matchAll(PACKED)) {
    const parts = unpacked(Buffer.from(text, /^1f8b08/i.test(text) ? 'hex' : 'base64'));
    if (parts !== undefined) yield { start: index, end: index + text.length, parts };
  }
}
