import { FOLD, type Needle, needlesOf } from './needles.ts';
import type { Span } from './unescaped.ts';

/** Whether bytes are the first and the last of their text: a secret may have been cut there. */
export interface Edges {
  readonly start: boolean;
  readonly end: boolean;
}

const ELLIPSIS_AFTER = /^["'`]{0,2}(?:…|\.\.\.|\\u2026|&hellip;)/;
const ELLIPSIS_BEFORE = /(?:…|\.\.\.|\\u2026|&hellip;)["'`]{0,2}$/;
const NEAR = 12;

/**
 * Finds secrets and telling parts of them in plain bytes, in one pass, whatever the number of secrets. Most bytes are skipped
 * (Wu and Manber: the last two of `shortestBytes` tell how far the next needle may begin at the earliest).
 */
export class SecretMatcher {
  /** The longest secret, in bytes. */
  readonly longestBytes: number;
  /** No match has fewer bytes; six at least. */
  readonly shortestBytes: number;
  readonly #skip: Uint8Array;
  readonly #begins = new Uint8Array(1 << 16);
  readonly #needles = new Map<number, Needle[]>();

  constructor(secrets: readonly string[]) {
    const needles = secrets.flatMap(needlesOf);
    this.longestBytes = Math.max(0, ...needles.map(({ variant }) => variant.length));
    this.shortestBytes = Math.min(255, ...needles.map(({ length }) => length));
    this.#skip = new Uint8Array(1 << 16).fill(Math.max(1, this.shortestBytes - 1));
    for (const needle of needles) this.#add(needle);
  }

  /** Reports matches; they may overlap. What lies within one is not looked for again. */
  scan(bytes: Uint8Array, edges: Edges, found: (span: Span) => void): void {
    if (this.#needles.size === 0) return;
    const [skip, last] = [this.#skip, this.shortestBytes - 1];
    let covered = 0;
    for (let at = last; at < bytes.length;) {
      const far = skip[
        ((FOLD[bytes[at - 1] as number] as number) << 8) | (FOLD[bytes[at] as number] as number)
      ] as number;
      if (far === 0) covered = this.#try(bytes, at - last, edges, covered, found);
      at += far === 0 ? 1 : far;
    }
  }

  #add(needle: Needle): void {
    const { variant, offset } = needle;
    const last = this.shortestBytes - 1;
    for (let at = 1; at <= last; at++) {
      const pair = ((variant[offset + at - 1] ?? 0) << 8) | (variant[offset + at] ?? 0);
      this.#skip[pair] = Math.min(this.#skip[pair] ?? 1, last - at);
    }
    const key = keyAt(variant, offset);
    this.#begins[hashOf(key)] = 1;
    const alike = this.#needles.get(key);
    if (alike === undefined) this.#needles.set(key, [needle]);
    else alike.push(needle);
  }

  /** What begins here and ends behind `covered`; gives where the matches so far end. */
  #try(bytes: Uint8Array, at: number, edges: Edges, covered: number, found: (span: Span) => void): number {
    const key = keyAt(bytes, at);
    if (this.#begins[hashOf(key)] !== 1) return covered;
    let until = covered;
    for (const needle of this.#needles.get(key) ?? []) {
      if (at + needle.length <= until || !stands(needle, bytes, at)) continue;
      const span = grown(needle, bytes, at);
      if (needle.cut !== undefined && !isCut(needle.cut, bytes, span, edges)) continue;
      until = Math.max(until, span.end);
      found(span);
    }
    return until;
  }
}

/** Four bytes as one number. */
function keyAt(bytes: Uint8Array, at: number): number {
  const byte = (index: number) => FOLD[bytes[at + index] as number] as number;
  return ((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)) >>> 0;
}

function hashOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 16;
}

function stands({ variant, offset, length }: Needle, bytes: Uint8Array, at: number): boolean {
  if (at + length > bytes.length) return false;
  for (let index = 4; index < length; index++)
    if (FOLD[bytes[at + index] ?? 0] !== variant[offset + index]) return false;
  return true;
}

/** As much as there is of the secret around the needle, without white space at its ends: lines stay lines. */
function grown({ variant, offset, length }: Needle, bytes: Uint8Array, at: number): Span {
  let [before, after] = [0, length];
  while (before < offset && at > before && FOLD[bytes[at - before - 1] ?? 0] === variant[offset - before - 1])
    before += 1;
  while (at + after < bytes.length && FOLD[bytes[at + after] ?? 0] === (variant[offset + after] ?? -1))
    after += 1;
  while (isBlank(variant[offset - before])) before -= 1;
  while (isBlank(variant[offset + after - 1])) after -= 1;
  return { start: at - before, end: at + after };
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}

function isCut(cut: 'start' | 'end', bytes: Uint8Array, { start, end }: Span, edges: Edges): boolean {
  const near = (from: number, until: number) =>
    Buffer.from(bytes.subarray(Math.max(0, from), until)).toString();
  if (cut === 'end') return end === bytes.length ? edges.end : ELLIPSIS_AFTER.test(near(end, end + NEAR));
  return start === 0 ? edges.start : ELLIPSIS_BEFORE.test(near(start - NEAR, start));
}
