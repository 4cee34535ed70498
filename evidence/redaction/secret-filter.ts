import type { SecretMatcher, Span } from './secret-matcher.ts';

/** Takes bytes in pieces and gives redacted bytes in pieces. `end` gives the rest. */
export interface Filter {
  push(chunk: Buffer): Buffer;
  end(): Buffer;
}

export const MARK = '[redacted]';

/** Replaces every form of every secret, also one that is split over chunks, by holding back what may still become one. */
export class SecretFilter implements Filter {
  readonly #matcher: SecretMatcher;
  #held: Buffer = Buffer.alloc(0);

  constructor(matcher: SecretMatcher) {
    this.#matcher = matcher;
  }

  push(chunk: Buffer): Buffer {
    return this.#release(Buffer.concat([this.#held, chunk]), this.#matcher.longestBytes);
  }

  end(): Buffer {
    return this.#release(this.#held, 0);
  }

  #release(bytes: Buffer, holdBack: number): Buffer {
    const spans: Span[] = [];
    this.#matcher.scan(bytes, (span) => addSpan(spans, span));
    const limit = limitOutside(spans, Math.max(0, bytes.length - holdBack));
    this.#held = bytes.subarray(limit);
    return replaceSpans(
      bytes.subarray(0, limit),
      spans.filter((span) => span.end <= limit),
    );
  }
}

/** Keeps spans apart and in order: one that overlaps others swallows them. */
function addSpan(spans: Span[], span: Span): void {
  let { start } = span;
  for (let last = spans.at(-1); last !== undefined && last.end > start; last = spans.at(-1)) {
    start = Math.min(start, last.start);
    spans.pop();
  }
  spans.push({ start, end: span.end });
}

function limitOutside(spans: readonly Span[], limit: number): number {
  return spans.find((span) => span.start < limit && span.end > limit)?.start ?? limit;
}

function replaceSpans(bytes: Buffer, spans: readonly Span[]): Buffer {
  if (spans.length === 0) return bytes;
  const parts: Buffer[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    parts.push(bytes.subarray(from, start), Buffer.from(MARK));
    from = end;
  }
  return Buffer.concat([...parts, bytes.subarray(from)]);
}
