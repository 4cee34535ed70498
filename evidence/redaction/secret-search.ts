import { decoded } from './decoded.ts';
import { packedIn } from './packed.ts';
import type { Edges, SecretMatcher } from './secret-matcher.ts';
import { type Span, unescaped, type View } from './unescaped.ts';

type Found = (span: Span) => void;

/** So often an encoding of an encoding is undone. */
const DEEPEST = 3;
const WHOLE: Edges = { start: true, end: true };
/** Bytes that were decoded by guess hold no text, unless so much of it stands in a row. */
const TEXT = /[\t\r\n -~]{8,}/g;

/**
 * Reports where secrets stand in bytes: as they are, escaped, in base64, hexadecimal or as numbers, in each other, and packed
 * by gzip, zlib or zip inside. Spans may overlap.
 */
export function searchSecrets(matcher: SecretMatcher, bytes: Buffer, edges: Edges, found: Found): void {
  if (matcher.longestBytes === 0) return;
  matcher.scan(bytes, edges, found);
  lookInside(matcher, bytes, edges, 0, found);
}

/** Looks through bytes that were decoded by guess, or unpacked. */
function look(matcher: SecretMatcher, bytes: Buffer, depth: number, found: Found): void {
  matcher.scan(bytes, WHOLE, found);
  for (const { 0: text, index } of bytes.toString('latin1').matchAll(TEXT)) {
    const moved: Found = ({ start, end }) => found({ start: start + index, end: end + index });
    lookInside(matcher, bytes.subarray(index, index + text.length), WHOLE, depth, moved);
  }
}

function lookInside(matcher: SecretMatcher, bytes: Buffer, edges: Edges, depth: number, found: Found): void {
  const views = unescaped(bytes);
  for (const { bytes: plain, back } of views) matcher.scan(plain, edges, (span) => found(back(span)));
  if (depth === DEEPEST) return;
  const { bytes: text, back }: View = views.at(-1) ?? { bytes, back: (span) => span };
  for (const guess of decoded(text, matcher.shortestBytes))
    if (guess.bytes.length > 0)
      look(matcher, guess.bytes, depth + 1, (span) => found(back(guess.back(span))));
  for (const packed of packedIn(text)) if (isInside(matcher, packed.parts, depth + 1)) found(back(packed));
}

/** What cannot be looked through is taken for a secret. */
function isInside(matcher: SecretMatcher, parts: readonly Buffer[] | 'too-large', depth: number): boolean {
  if (parts === 'too-large') return true;
  let is = false;
  for (const part of parts) look(matcher, part, depth, () => (is = true));
  return is;
}
