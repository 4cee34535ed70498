/** The fields of one CSV record (RFC 4180). */
export function splitFields(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/gy;
  for (let match = field.exec(line); match !== null; match = field.exec(line)) {
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') break;
  }
  return fields;
}

/** True when a quoted field goes on after the end: a line break is part of it. */
export function hasOpenQuote(line: string): boolean {
  return line.includes('"') && line.split('"').length % 2 === 0;
}

const [ZERO, NINE, POINT] = [48, 57, 46];
/** So many digits, and so many behind the point, are exact in floating point: what is read is what `Number` reads. */
const DIGITS_AT_MOST = 15;
const TENS = Array.from({ length: DIGITS_AT_MOST + 1 }, (_, power) => 10 ** power);

/** The number that stands there, as `Number` would read it, without making a string of it first; NaN for none. */
export function numberAt(text: string, from: number, until: number): number {
  let value = 0;
  let digits = 0;
  let behind = -1;
  for (let at = from; at < until; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      value = value * 10 + (code - ZERO);
      digits++;
    } else if (code === POINT && behind < 0) behind = digits;
    else return otherNumber(text, from, until);
  }
  if (digits === 0 || digits > DIGITS_AT_MOST) return otherNumber(text, from, until);
  return behind < 0 ? value : value / (TENS[digits - behind] ?? 1);
}

function otherNumber(text: string, from: number, until: number): number {
  return until > from ? Number(text.slice(from, until)) : Number.NaN;
}

/** A part of a string keeps the whole of it in memory; a copy does not. */
export function copyOf(text: string): string {
  return Buffer.from(text).toString();
}
