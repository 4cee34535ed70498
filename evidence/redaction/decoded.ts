import type { View } from './unescaped.ts';

/** Stands between what does not belong together. */
const BREAK = 0;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** In tables: what may stand between two letters or digits, and what ends their run. */
const BETWEEN = -1;
const OTHER = -2;
/** `, 0x`, the end of a wrapped line, a line of a diff. */
const MOST_BETWEEN = 14;

/** Six bits a letter, of the usual alphabet and that of URLs. */
const BASE64 = tableOf(
  [...Array.from(LETTERS, (letter, bits) => [letter, bits] as const), ['-', 62], ['_', 63]],
  '\r\n\t ',
);
const HEX = tableOf(
  Array.from('0123456789abcdefABCDEF', (digit) => [digit, parseInt(digit, 16)]),
  ' :,\r\n\tx',
);
const NUMBERS = tableOf(
  Array.from('0123456789', (digit) => [digit, Number(digit)]),
  ' ,\r\n\t+-',
);

function tableOf(entries: readonly (readonly [string, number])[], between: string): Int8Array {
  const table = new Int8Array(256).fill(OTHER);
  for (const byte of Buffer.from(between)) table[byte] = BETWEEN;
  for (const [letter, value] of entries) table[letter.charCodeAt(0)] = value;
  return table;
}

/**
 * Everything in a text that may be base64 (at each of its four alignments, also wrapped), hexadecimal or a list of bytes, decoded,
 * of at least so many bytes. These are guesses: only what is found in them counts.
 */
export function decoded(bytes: Buffer, shortestBytes: number): readonly View[] {
  const letters = Math.ceil((shortestBytes * 8) / 6);
  return [
    ...viewsOf(bytes, runsIn(bytes, BASE64, letters, true), 4, decodeBase64),
    ...viewsOf(bytes, runsIn(bytes, HEX, shortestBytes * 2, false), 2, decodeHex),
    ...viewsOf(bytes, runsIn(bytes, NUMBERS, shortestBytes, false), 1, decodeNumbers),
  ];
}

/** From and until, one after the other. */
type Runs = readonly number[];

/** Runs of so many letters or digits; what may stand between them may do so at the end of a line alone if they are `wrapped`. */
function runsIn(bytes: Buffer, table: Int8Array, shortest: number, wrapped: boolean): Runs {
  const runs: number[] = [];
  const length = bytes.length;
  for (let at = 0; at < length;) {
    while (at < length && (table[bytes[at] as number] as number) < 0) at += 1;
    const from = at;
    let [count, until] = [0, at];
    for (; at < length; at++) {
      const value = table[bytes[at] as number] as number;
      if (value >= 0) {
        count += 1;
        until = at + 1;
      } else if (value === OTHER || at - until >= MOST_BETWEEN) break;
      else if (wrapped && at === until && bytes[at] !== 0x0a && bytes[at] !== 0x0d) break;
    }
    if (count >= shortest) runs.push(from, until);
  }
  return runs;
}

/** Where decoded bytes go. With `places` it is noted which bytes of the text each was made from. */
interface Output {
  readonly bytes: Buffer;
  readonly places: Uint32Array | undefined;
  length: number;
}

type Decode = (bytes: Buffer, from: number, until: number, outputs: readonly Output[]) => void;

function put(output: Output, byte: number, from: number, until: number): void {
  if (output.places) {
    output.places[output.length * 2] = from;
    output.places[output.length * 2 + 1] = until;
  }
  output.bytes[output.length] = byte;
  output.length += 1;
}

function viewsOf(bytes: Buffer, runs: Runs, streams: number, decode: Decode): readonly View[] {
  if (runs.length === 0) return [];
  let size = 0;
  for (let run = 0; run < runs.length; run += 2) size += (runs[run + 1] ?? 0) - (runs[run] ?? 0) + 4;
  const outputs = (tracked: boolean): readonly Output[] => {
    const made = Array.from({ length: streams }, () => ({
      bytes: Buffer.allocUnsafe(size),
      places: tracked ? new Uint32Array(size * 2) : undefined,
      length: 0,
    }));
    for (let run = 0; run < runs.length; run += 2) {
      decode(bytes, runs[run] ?? 0, runs[run + 1] ?? 0, made);
      for (const output of made) put(output, BREAK, 0, 0);
    }
    return made;
  };
  // Where things were is seldom asked, and takes eight times the room.
  let tracked: readonly Output[] | undefined;
  return outputs(false).map(({ bytes: output, length }, stream) => ({
    bytes: output.subarray(0, length),
    back: ({ start, end }) => {
      const places = (tracked ??= outputs(true))[stream]?.places;
      return { start: places?.[start * 2] ?? 0, end: places?.[end * 2 - 1] ?? 0 };
    },
  }));
}

/** Groups of four letters that begin at letter 0, 1, 2 and 3 of a run go to an output each. */
function decodeBase64(bytes: Buffer, from: number, until: number, outputs: readonly Output[]): void {
  const places = new Uint32Array(4);
  let [count, window] = [0, 0];
  const place = (back: number) => places[(count - back) & 3] ?? 0;
  for (let at = from; at < until; at++) {
    const bits = BASE64[bytes[at] as number] as number;
    if (bits < 0) continue;
    window = ((window << 6) | bits) & 0xffffff;
    places[count & 3] = at;
    count += 1;
    const output = outputs[count & 3];
    if (count < 4 || output === undefined) continue;
    if (output.places) {
      put(output, window >> 16, place(4), place(3) + 1);
      put(output, (window >> 8) & 255, place(3), place(2) + 1);
      put(output, window & 255, place(2), place(1) + 1);
    } else {
      const { bytes: into, length } = output;
      into[length] = window >> 16;
      into[length + 1] = window >> 8;
      into[length + 2] = window;
      output.length = length + 3;
    }
  }
  // A last group of two or three letters has one or two bytes.
  for (let letters = 2; letters <= 3; letters++) {
    const output = outputs[(count - letters) & 3];
    if (count < letters || output === undefined) continue;
    const bits = window << (6 * (4 - letters));
    put(output, (bits >> 16) & 255, place(letters), place(letters - 1) + 1);
    if (letters === 3) put(output, (bits >> 8) & 255, place(2), place(1) + 1);
  }
}

/** Pairs that begin at digit 0 and at digit 1 of a run go to an output each. */
function decodeHex(bytes: Buffer, from: number, until: number, outputs: readonly Output[]): void {
  let [count, last, lastAt] = [0, 0, 0];
  for (let at = from; at < until; at++) {
    const digit = HEX[bytes[at] as number] as number;
    // The zero of `0x` is none of the digits.
    if (digit < 0 || (digit === 0 && bytes[at + 1] === 0x78)) continue;
    const output = outputs[1 - (count & 1)];
    if (count > 0 && output) put(output, (last << 4) | digit, lastAt, at + 1);
    [count, last, lastAt] = [count + 1, digit, at];
  }
}

function decodeNumbers(bytes: Buffer, from: number, until: number, [output]: readonly Output[]): void {
  for (let at = from; at < until; at++) {
    const start = at;
    let number = 0;
    for (; at < until && (NUMBERS[bytes[at] as number] as number) >= 0; at++)
      number = Math.min(256, number * 10 + (NUMBERS[bytes[at] as number] as number));
    if (at > start && output) put(output, number > 255 ? BREAK : number, start, at);
  }
}
