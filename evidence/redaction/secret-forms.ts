/**
 * The ways a secret may be written in text. A form is a sequence of units, a unit lists the writings of one character, and a
 * writing gives for each of its bytes the set of bytes allowed there. So encoders that differ in which characters they
 * escape, and in the case of their hex digits, are all covered, also mixed.
 */
export type Writing = readonly (readonly number[])[];
export type Unit = readonly Writing[];
export type Form = readonly Unit[];

/** How often text is wrapped again: JSON in JSON in a log, URL in URL, HTML in HTML. */
const BACKSLASHES = [1, 2, 4, 8];
const PERCENTS = ['%', '%25', '%2525'];
const AMPERSANDS = ['&', '&amp;'];

const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  '"': 'quot',
  "'": 'apos',
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
};
const CONTROL_LETTERS: Readonly<Record<string, string>> = {
  '\b': 'b',
  '\f': 'f',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
};
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Every form of a secret: escaped per character, hex, and base64 in its three alignments. */
export function formsOf(secret: string): readonly Form[] {
  const bytes = Buffer.from(secret);
  return [
    Array.from(secret, unitOf),
    Array.from(bytes.toString('hex'), (digit) => [anyCase(digit)]),
    ...[0, 1, 2].map((offset) => base64Form(bytes, offset)),
  ];
}

/** The length in bytes of the longest text that a form matches. */
export function longestOf(form: Form): number {
  return form.reduce((sum, unit) => sum + Math.max(...unit.map((writing) => writing.length)), 0);
}

const units = new Map<string, Unit>();

function unitOf(character: string): Unit {
  const known = units.get(character);
  if (known !== undefined) return known;
  const unit = [
    exactly(character),
    ...percentEncoded(character),
    ...backslashed(character),
    ...entities(character),
    ...(character === ' ' ? [exactly('+')] : []),
    ...(character === '\n'
      ? [exactly('\r\n'), ...PERCENTS.map((percent) => anyCase(`${percent}0D${percent}0A`))]
      : []),
  ];
  units.set(character, unit);
  return unit;
}

function percentEncoded(character: string): Writing[] {
  const pairs = [...Buffer.from(character)].map((byte) => hex(byte, 2));
  return PERCENTS.map((percent) => anyCase(pairs.map((pair) => percent + pair).join('')));
}

/** `\u0022`, `\x22`, `\n`, `\"`, and the same within further strings. */
function backslashed(character: string): Writing[] {
  const codes = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  const escapes = BACKSLASHES.flatMap((count) => {
    const slashes = '\\'.repeat(count);
    const byte =
      (codes[0] ?? 0) < 256 ? [anyHex(codes.map((code) => `${slashes}x${hex(code, 2)}`).join(''))] : [];
    return [anyHex(codes.map((code) => `${slashes}u${hex(code, 4)}`).join('')), ...byte];
  });
  return [...escapes, ...shortEscapes(character).flatMap(wrappedEscape)];
}

/** An escape of JSON as it is, in a URL, and in HTML. */
function wrappedEscape(escape: string): Writing[] {
  const entity = NAMED_ENTITIES[escape.slice(-1)];
  const inHtml = entity === undefined ? [] : [exactly(`${escape.slice(0, -1)}&${entity};`)];
  return [exactly(escape), anyHex(encodeURIComponent(escape)), ...inHtml];
}

function shortEscapes(character: string): string[] {
  const letter = CONTROL_LETTERS[character];
  if (letter !== undefined) return BACKSLASHES.map((count) => '\\'.repeat(count) + letter);
  if (character === '\\') return [2, 4, 8].map((count) => '\\'.repeat(count));
  return /^[!-/:-@[-`{-~]$/.test(character) ? [1, 3, 7].map((count) => '\\'.repeat(count) + character) : [];
}

function entities(character: string): Writing[] {
  const code = character.codePointAt(0) ?? 0;
  const name = NAMED_ENTITIES[character];
  return AMPERSANDS.flatMap((ampersand) => [
    exactly(`${ampersand}#${code};`),
    exactly(`${ampersand}#0${code};`),
    anyHex(`${ampersand}#x${code.toString(16)};`),
    ...(name === undefined ? [] : [exactly(`${ampersand}${name};`)]),
  ]);
}

/**
 * The secret's base64 when `offset` other bytes stand before it in its group of three. A character at an end that also holds
 * bits of a neighbour is matched by the bits that are the secret's.
 */
function base64Form(bytes: Buffer, offset: number): Form {
  const first = offset * 8;
  const end = first + bytes.length * 8;
  const bit = (at: number): number | undefined =>
    at < first || at >= end ? undefined : ((bytes[(at - first) >> 3] ?? 0) >> (7 - (at & 7))) & 1;
  const form: Unit[] = [];
  for (let at = first - (first % 6); at < end; at += 6) {
    const known = [0, 1, 2, 3, 4, 5].map((index) => bit(at + index));
    form.push(
      base64Unit((value) =>
        known.every((one, index) => one === undefined || one === ((value >> (5 - index)) & 1)),
      ),
    );
  }
  return form;
}

function base64Unit(fits: (value: number) => boolean): Unit {
  const fitting = Array.from(BASE64)
    .filter((_, value) => fits(value))
    .join('');
  const plus = fitting.includes('+') ? [anyCase('%2B')] : [];
  const slash = fitting.includes('/') ? [anyCase('%2F'), exactly('\\/')] : [];
  const urlSafe = (fitting.includes('+') ? '-' : '') + (fitting.includes('/') ? '_' : '');
  return [[[...Buffer.from(fitting + urlSafe)]], ...plus, ...slash];
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function exactly(text: string): Writing {
  return [...Buffer.from(text)].map((byte) => [byte]);
}

function anyCase(text: string): Writing {
  return Array.from(text, (letter) => [...new Set(Buffer.from(letter.toLowerCase() + letter.toUpperCase()))]);
}

/** Any case for hex digits; other letters stay as they are. */
function anyHex(text: string): Writing {
  return Array.from(text, (letter) =>
    /[a-f]/i.test(letter) ? (anyCase(letter)[0] ?? []) : [...Buffer.from(letter)],
  );
}
