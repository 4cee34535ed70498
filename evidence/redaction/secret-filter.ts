import type { SecretMatcher } from './secret-matcher.ts';
import { searchSecrets } from './secret-search.ts';
import type { Span } from './unescaped.ts';

/** Takes bytes in pieces and gives redacted bytes in pieces. `end` gives the rest. */
export interface Filter {
  push(chunk: Buffer): Buffer;
  end(): Buffer;
}

export const MARK = '[redacted]';

/** So much text is searched at a time, and memory bounded. */
const PIECE_BYTES = 256 * 1024;
/** What a form of a secret may be longer than the secret: an escape a character, in JSON in JSON, in wrapped base64. */
const LONGEST_WRITING = 24;
const MOST_HELD_BYTES = 64 * 1024;
/** What stands before a match decides how it is read. */
const CONTEXT_BYTES = 512;

/**
 * Replaces secrets, also one that is split over chunks, by holding back what may still become one. A secret of more than a few
 * kilobytes may be found in parts.
 */
export class SecretFilter implements Filter {
  readonly #matcher: SecretMatcher;
  readonly #holdBack: number;
  #chunks: Buffer[] = [];
  #pending = 0;
  /** The first bytes that are held were given out already. */
  #given = 0;
  #started = false;

  constructor(matcher: SecretMatcher) {
    this.#matcher = matcher;
    this.#holdBack = Math.min(MOST_HELD_BYTES, 512 + matcher.longestBytes * LONGEST_WRITING);
  }

  push(chunk: Buffer): Buffer {
    const output: Buffer[] = [];
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES);
      this.#chunks.push(piece);
      this.#pending += piece.length;
      if (this.#pending >= PIECE_BYTES + this.#holdBack) output.push(this.#release(this.#holdBack));
    }
    return Buffer.concat(output);
  }

  end(): Buffer {
    return this.#release(0);
  }

  #release(holdBack: number): Buffer {
    const bytes = Buffer.concat(this.#chunks);
    const spans = spansIn(this.#matcher, bytes, { start: !this.#started, end: holdBack === 0 });
    const limit = limitOutside(spans, Math.max(this.#given, bytes.length - holdBack));
    const output = replaceSpans(bytes, spans, this.#given, limit);
    const from = Math.max(0, limit - CONTEXT_BYTES);
    this.#chunks = [bytes.subarray(from)];
    this.#pending = bytes.length - from;
    this.#given = limit - from;
    this.#started ||= from > 0;
    return output;
  }
}

/** Where secrets stand, apart and in order. */
export function spansIn(
  matcher: SecretMatcher,
  bytes: Buffer,
  edges = { start: true, end: true },
): readonly Span[] {
  const found: Span[] = [];
  searchSecrets(matcher, bytes, edges, (span) => found.push(tidy(bytes, span)));
  found.sort((a, b) => a.start - b.start || a.end - b.end);
  const apart: Span[] = [];
  for (const span of found) {
    const last = apart.at(-1);
    if (last === undefined || last.end <= span.start) apart.push(span);
    else apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return apart;
}

function limitOutside(spans: readonly Span[], limit: number): number {
  return spans.find((span) => span.start < limit && span.end > limit)?.start ?? limit;
}

function replaceSpans(bytes: Buffer, spans: readonly Span[], given: number, limit: number): Buffer {
  const parts: Buffer[] = [];
  let from = given;
  for (const { start, end } of spans) {
    if (end <= given || end > limit) continue;
    if (start > from) parts.push(bytes.subarray(from, start));
    parts.push(Buffer.from(isBareValue(bytes, start, end) ? `"${MARK}"` : MARK));
    from = end;
  }
  if (from === given) return bytes.subarray(given, limit);
  return Buffer.concat([...parts, bytes.subarray(from, limit)]);
}

const BACKSLASH = 0x5c;
const NUMERIC = new Set(Buffer.from('0123456789.-+eE'));
const BLANK = new Set(Buffer.from(' \t\r\n'));
const BEFORE_VALUE = new Set(Buffer.from(':,['));
const IN_LIST = new Set(Buffer.from(', \t\r\n'));
const AFTER_VALUE = new Set(Buffer.from(',}]'));

/** Takes in what would break the text if it stayed: the backslash of a first character, the rest of a number in JSON. */
function tidy(bytes: Buffer, span: Span): Span {
  let { start, end } = span;
  let slashes = 0;
  while (bytes[start - slashes - 1] === BACKSLASH) slashes += 1;
  if (slashes % 2 === 1) start -= 1;
  if (!isNumeric(bytes, start, end)) return { start, end };
  while (NUMERIC.has(bytes[start - 1] ?? 0)) start -= 1;
  while (NUMERIC.has(bytes[end] ?? 0)) end += 1;
  return isBareValue(bytes, start, end) ? { start, end } : span;
}

/** Whether it is a number, or several, where JSON has values: then the mark needs quotes. */
function isBareValue(bytes: Buffer, start: number, end: number): boolean {
  if (!isNumeric(bytes, start, end)) return false;
  let [before, after] = [start - 1, end];
  while (BLANK.has(bytes[before] ?? 0)) before -= 1;
  while (BLANK.has(bytes[after] ?? 0)) after += 1;
  return BEFORE_VALUE.has(bytes[before] ?? 0) && AFTER_VALUE.has(bytes[after] ?? 0);
}

function isNumeric(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++)
    if (!NUMERIC.has(bytes[at] ?? 0) && !IN_LIST.has(bytes[at] ?? 0)) return false;
  return end > start;
}
