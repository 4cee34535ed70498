/** Half-open, in bytes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Bytes that were made from others, and where in those a place of them was. */
export interface View {
  readonly bytes: Buffer;
  readonly back: (span: Span) => Span;
}

/** How often text is wrapped again: JSON in JSON in a log, URL in URL, HTML in HTML. */
const MOST_ROUNDS = 5;
const [PERCENT, AMPERSAND, BACKSLASH] = [0x25, 0x26, 0x5c];
const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  sol: '/',
  bsol: '\\',
  equals: '=',
  plus: '+',
  percnt: '%',
  num: '#',
  excl: '!',
  dollar: '$',
  commat: '@',
  colon: ':',
  semi: ';',
  NewLine: '\n',
};
const LETTERS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const LONGEST_ESCAPE = 18;
/** Bytes as a database prints them, and no escape. */
const LONG_HEX = /^(?:\\x|%)[0-9a-f]{16}/i;

/**
 * Text as it was before it was escaped for URLs, JSON, JavaScript or HTML: once, and again until nothing is escaped. Each is
 * needed, for what stands behind a secret may look like its continuation. Empty when nothing was escaped.
 */
export function unescaped(bytes: Buffer): readonly View[] {
  const views: View[] = [];
  for (let text = bytes; views.length < MOST_ROUNDS;) {
    const plain = unescapeOnce(text, false);
    if (plain === undefined) break;
    views.push(viewOf(plain.bytes, text, views.at(-1)));
    text = plain.bytes;
  }
  return views;
}

/** Where things were is seldom asked, and is as large as the text four times over. */
function viewOf(bytes: Buffer, from: Buffer, before: View | undefined): View {
  let starts: Uint32Array | undefined;
  const back = ({ start, end }: Span): Span => {
    starts ??= unescapeOnce(from, true)?.starts ?? new Uint32Array();
    const span = { start: starts[start] ?? 0, end: endIn(starts, end) };
    return before === undefined ? span : before.back(span);
  };
  return { bytes, back };
}

/** The end of an escape that became several bytes lies behind them all. */
function endIn(starts: Uint32Array, end: number): number {
  const inside = starts[end - 1];
  let at = end;
  while (at < starts.length - 1 && starts[at] === inside) at += 1;
  return starts[at] ?? 0;
}

interface Round {
  readonly bytes: Buffer;
  /** Where each byte began, and where the last one ended; empty unless asked for. */
  readonly starts: Uint32Array;
}

function unescapeOnce(bytes: Buffer, tracked: boolean): Round | undefined {
  const output = Buffer.allocUnsafe(bytes.length);
  const starts = new Uint32Array(tracked ? bytes.length + 1 : 0);
  let length = 0;
  let changed = false;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    const found =
      byte === PERCENT || byte === AMPERSAND || byte === BACKSLASH ? escapeAt(bytes, at, byte) : undefined;
    if (found === undefined) {
      if (tracked) starts[length] = at;
      output[length++] = byte;
      at += 1;
      continue;
    }
    changed = true;
    for (const one of found.bytes) {
      if (tracked) starts[length] = at;
      output[length++] = one;
    }
    at += found.length;
  }
  if (!changed) return undefined;
  if (tracked) starts[length] = bytes.length;
  return { bytes: output.subarray(0, length), starts: tracked ? starts.subarray(0, length + 1) : starts };
}

interface Escape {
  readonly bytes: Uint8Array;
  /** How many bytes of text it takes; never fewer than it stands for. */
  readonly length: number;
}

function escapeAt(bytes: Buffer, at: number, mark: number): Escape | undefined {
  const next = bytes[at + 1];
  if (mark === BACKSLASH && next !== undefined && PLAIN[next] !== undefined) return PLAIN[next];
  const text = bytes.toString('latin1', at, at + LONGEST_ESCAPE);
  if (LONG_HEX.test(text)) return undefined;
  if (mark === PERCENT) return percent(text);
  return mark === AMPERSAND ? entity(text) : backslash(text);
}

function percent(text: string): Escape | undefined {
  const [, wide] = /^%u([0-9a-f]{4})/i.exec(text) ?? [];
  if (wide !== undefined) return escape(String.fromCharCode(parseInt(wide, 16)), 6);
  const [, pair] = /^%([0-9a-f]{2})/i.exec(text) ?? [];
  return pair === undefined ? undefined : { bytes: Uint8Array.of(parseInt(pair, 16)), length: 3 };
}

function entity(text: string): Escape | undefined {
  const [whole = '', digits, hex, name] =
    /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,7}));/i.exec(text) ?? [];
  if (name !== undefined) {
    const meant = ENTITIES[name];
    return meant === undefined ? undefined : escape(meant, whole.length);
  }
  const code = digits === undefined ? parseInt(hex ?? '', 16) : Number(digits);
  return code <= 0x10ffff ? escape(String.fromCodePoint(code), whole.length) : undefined;
}

function backslash(text: string): Escape | undefined {
  const [pair, high, low] = /^\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/i.exec(text) ?? [];
  if (pair !== undefined)
    return escape(String.fromCharCode(parseInt(high ?? '', 16), parseInt(low ?? '', 16)), pair.length);
  const [code, digits, braced] = /^\\u(?:([0-9a-f]{4})|\{([0-9a-f]{1,6})\})/i.exec(text) ?? [];
  if (code !== undefined) {
    const point = parseInt(digits ?? braced ?? '', 16);
    return point <= 0x10ffff ? escape(String.fromCodePoint(point), code.length) : undefined;
  }
  const [, byte] = /^\\x([0-9a-f]{2})/i.exec(text) ?? [];
  if (byte !== undefined) return byteEscape(parseInt(byte, 16), text);
  const [, octal] = /^\\([0-3][0-7]{2})/.exec(text) ?? [];
  if (octal !== undefined) return { bytes: Uint8Array.of(parseInt(octal, 8)), length: 4 };
  const letter = text.charAt(1);
  if (letter === '') return undefined;
  return { bytes: Buffer.from(LETTERS[letter] ?? letter, 'latin1'), length: 2 };
}

/** A byte of UTF-8, as Python prints it, or a character below 256, as JavaScript does. */
function byteEscape(byte: number, text: string): Escape {
  const partOfMore = /^\\x(?:[c-f][0-9a-f]\\x[89ab]|[89ab])/i.test(text);
  return partOfMore ? { bytes: Uint8Array.of(byte), length: 4 } : escape(String.fromCharCode(byte), 4);
}

/** A backslash before any byte but those of longer escapes. */
const PLAIN: readonly (Escape | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  const letter = String.fromCharCode(byte);
  if (/[xu0-3]/.test(letter)) return undefined;
  return { bytes: Buffer.from(LETTERS[letter] ?? letter, 'latin1'), length: 2 };
});

function escape(meant: string, length: number): Escape {
  return { bytes: Buffer.from(meant), length };
}
