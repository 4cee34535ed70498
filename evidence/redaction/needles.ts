import { COMMON_WORDS } from './common-words.ts';
import { unescaped } from './unescaped.ts';

/** A part of a variant by which it is found. */
export interface Needle {
  /** One way in which a secret may be written, in bytes, its ASCII letters in lower case. */
  readonly variant: Uint8Array;
  readonly offset: number;
  readonly length: number;
  /** It counts only where the text was cut: `end` before an ellipsis or the end, `start` behind an ellipsis or at the start. */
  readonly cut: 'start' | 'end' | undefined;
}

/** So many characters of a secret in a row are taken out, wherever they stand. */
const TELLING = 8;
/** So many where they read like ordinary words, or like a date. */
const WORDY = 12;

/** Lower case for ASCII letters, by byte. */
export const FOLD = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte,
);

/** Everything by which a secret is found in plain text; encodings are undone before. */
export function needlesOf(secret: string): readonly Needle[] {
  const texts = [...new Set([...writingsOf(secret), ...linesOf(secret).flatMap(writingsOf)])];
  const wide = [...new Set([secret, ...linesOf(secret)])];
  return [
    ...texts.flatMap((text) => needlesIn(text, (part) => Buffer.from(part))),
    ...wide.flatMap((text) => needlesIn(text, (part) => Buffer.from(part, 'utf16le'))),
    ...wide.flatMap((text) => needlesIn(text, (part) => Buffer.from(part, 'utf16le').swap16())),
    ...wide.filter(isLatin).flatMap((text) => needlesIn(text, (part) => Buffer.from(part, 'latin1'))),
  ];
}

/** A diff shows a secret line by line. What begins and ends a key file, and a common word, is no secret by itself. */
function linesOf(secret: string): readonly string[] {
  const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
  if (lines.length === 1) return [];
  return lines.filter(
    (line) => line.length >= TELLING && !/^-{3,}/.test(line) && !COMMON_WORDS.has(line.toLowerCase()),
  );
}

/** Other letters, and what makers of file names, CSV, SQL and mail do to the rest. */
function writingsOf(text: string): readonly string[] {
  const own = Array.from(text).slice(ordinaryUntil(text)).join('');
  // What is behind a server is found by its letters; by itself it may be a common word.
  const untilServer = serverIn(text).from;
  const named = untilServer === 0 ? own : Array.from(text).slice(0, untilServer).join('');
  const slugs = [/[^a-z0-9]+/gi, /[^\w-]+/g, /[^\p{L}\p{N} ._@()+=,-]/gu, /[^\w.-]+/g].flatMap((strange) => [
    named.replaceAll(strange, '-'),
    named.replaceAll(strange, '_'),
  ]);
  return [
    text,
    text.normalize('NFC'),
    text.normalize('NFD'),
    text.toUpperCase(),
    text.toLowerCase(),
    text.replaceAll(/\r?\n/g, '\r\n'),
    text.replaceAll(' ', '+'),
    text.replaceAll('"', '""'),
    text.replaceAll("'", "''"),
    text.replaceAll("'", String.raw`'\''`),
    own.replaceAll(/[^\w\s]/gu, (one) => [...Buffer.from(one)].map((byte) => `=${hex(byte)}`).join('')),
    ...withoutEnds(text),
    ...withoutEnds(unescaped(Buffer.from(text)).at(-1)?.bytes.toString() ?? text),
    ...slugs.flatMap((slug) => [slug, slug.replaceAll(/^[-_]+|[-_]+$/g, '')]),
  ].filter((writing) => writing.length >= 6);
}

/** Beside half an escape, an end of a short secret may be read as its rest: `%5` and `ab`, `\\x` and `12`. */
function withoutEnds(text: string): readonly string[] {
  if (text.length >= WORDY) return [text];
  const headless = /^[0-9a-f]/i.test(text) ? [text.slice(2)] : [];
  return [text, ...headless].flatMap((one) => [
    one,
    ...(/[\\%&][xu#]?$/.test(one) ? [one.slice(0, -2)] : []),
  ]);
}

function isLatin(text: string): boolean {
  return /[\x80-\xff]/.test(text) && /^[\0-\xff]*$/.test(text);
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function needlesIn(text: string, encode: (part: string) => Buffer): readonly Needle[] {
  const characters = Array.from(text);
  const variant = encode(text).map((byte) => FOLD[byte] ?? 0);
  const at = [0];
  for (const character of characters) at.push((at.at(-1) ?? 0) + encode(character).length);
  const needle = (from: number, count: number, cut?: Needle['cut']): Needle[] => {
    const until = from + count;
    if (from < 0 || until > characters.length) return [];
    const [offset = 0, end = 0] = [at[from], at[until]];
    return [{ variant, offset, length: end - offset, cut }];
  };
  const first = ordinaryUntil(text);
  const server = serverIn(text);
  const isServer = (from: number, count: number) => from >= server.from && from + count <= server.until;
  const seen = new Set<string>();
  const windows = characters.flatMap((_, from) => {
    const window = characters.slice(from, from + TELLING);
    // A secret that repeats itself is found by its first such part.
    if (seen.size === seen.add(characters.slice(from, from + WORDY).join('')).size) return [];
    if (isTelling(window) && !isServer(from, TELLING)) return needle(from, TELLING);
    return from < first || isServer(from, WORDY) || isPattern(characters.slice(from, from + WORDY))
      ? []
      : needle(from, WORDY);
  });
  return [
    ...needle(0, characters.length),
    ...windows,
    ...(first === 0 ? needle(0, TELLING, 'end') : []),
    ...needle(characters.length - TELLING, TELLING, 'start'),
  ];
}

/** How much of a secret that is a URL is only its scheme and host: the same stands in the address of the target. */
function ordinaryUntil(text: string): number {
  const [address = ''] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*$|[^/?#@]*(?=[/?#]))?/i.exec(text) ?? [];
  return Array.from(address).length;
}

/** Where a secret that is a URL names its server and port, up to the path behind: that is said of the target everywhere. */
function serverIn(text: string): { readonly from: number; readonly until: number } {
  const [all = '', server = ''] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@]*@([^/?#]*[/?#]?)/i.exec(text) ?? [];
  const until = Array.from(all).length;
  return { from: until - Array.from(server).length, until };
}

const NOT_WORDS = /[^\p{L}\p{N}\s._,:;'"/@=()-]/u;

/**
 * Whether so many characters would hardly stand in a text by accident: they hold a digit beside a letter, eight digits, a sign
 * that words do not have, or letters that make no word.
 */
function isTelling(window: readonly string[]): boolean {
  if (window.length < TELLING || isPattern(window)) return false;
  const text = window.join('');
  if (NOT_WORDS.test(text) || /^\d+$/.test(text)) return true;
  if (/\d/.test(text)) return /\p{L}/u.test(text);
  return (
    (text.match(/\p{Ll}\p{Lu}/gu) ?? []).length > 1 ||
    (/^[a-z]+$/i.test(text) && !/[aeiouy].*[aeiouy]/i.test(text))
  );
}

/** A rule, a row of zeros: nothing that a secret could be told by. */
function isPattern(window: readonly string[]): boolean {
  return new Set(window).size < 4;
}
