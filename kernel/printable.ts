/**
 * Text from outside (names, messages, log lines, paths) as it may be shown. Evidence keeps it as it is; whatever shows it makes
 * it printable first.
 */

/**
 * What moves the cursor, hides, reorders or ends a line: control and format characters (escape, bidi, zero-width, byte order
 * mark), separators of lines and paragraphs, lone surrogates, noncharacters, and what is shown as nothing. Variation selectors
 * stay: they only choose a glyph.
 */
const UNSEEN = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{NChar}\p{DI}]--[\ufe00-\ufe0f]]/gv;

/** On one line, with visible escapes such as `\n` and `\u202e`: those of JSON and JavaScript. Doing it twice changes nothing. */
export function printable(text: string): string {
  return text.replaceAll(UNSEEN, escapeOf);
}

/** The same, but line breaks and tabs stay as they are. */
export function printableLines(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(UNSEEN, (character) => (/[\n\t]/.test(character) ? character : escapeOf(character)));
}

/** As a string literal between single quotes: pasted into TypeScript, it is exactly this text. */
export function quoted(text: string): string {
  return `'${printable(text.replaceAll(/[\\']/g, String.raw`\$&`))}'`;
}

/** JSON that is printable: whoever parses it gets exactly `value`. */
export function printableJson(value: unknown): string {
  return printable(JSON.stringify(value));
}

const SHORT: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' };

function escapeOf(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return `\\${short}`;
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
