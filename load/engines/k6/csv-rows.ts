/** One sample as k6 wrote it. */
export interface Row {
  readonly metric: string;
  /** k6's clock, ms since the epoch. */
  readonly atMs: number;
  readonly value: number;
  /** A tag's value; empty when the sample does not carry it. */
  tag(name: string): string;
}

/** Cuts k6's CSV, as it comes, into rows. Holds one unfinished line at most. */
export class RowReader {
  /** Lines that were no sample. */
  malformed = 0;
  readonly #onRow: (row: Row) => void;
  #columns: ReadonlyMap<string, number> | undefined;
  #rest = '';

  constructor(onRow: (row: Row) => void) {
    this.#onRow = onRow;
  }

  push(chunk: string): void {
    const text = this.#rest + chunk;
    let start = 0;
    let searchFrom = 0;
    for (;;) {
      const end = text.indexOf('\n', searchFrom);
      if (end < 0) break;
      searchFrom = end + 1;
      const line = text.slice(start, end);
      // A quoted field may hold a line break: the record goes on.
      if (hasOpenQuote(line)) continue;
      start = searchFrom;
      this.#line(line);
    }
    this.#rest = text.slice(start);
  }

  /** The last line has no line break when k6 was killed while writing: it is then half a line, and dropped. */
  end(): void {
    if (this.#rest !== '') this.malformed++;
    this.#rest = '';
  }

  #line(line: string): void {
    if (this.#columns === undefined) {
      this.#columns = new Map(splitFields(line).map((name, index) => [name, index]));
      return;
    }
    const row = rowOf(line, this.#columns);
    if (row === undefined) this.malformed++;
    else this.#onRow(row);
  }
}

/** Metric, time and value are read at once, tags only when asked for: most rows need none. */
function rowOf(line: string, columns: ReadonlyMap<string, number>): Row | undefined {
  const first = line.indexOf(',');
  const second = line.indexOf(',', first + 1);
  const third = line.indexOf(',', second + 1);
  if (first < 1 || third < 0) return undefined;
  const atMs = Number(line.slice(first + 1, second));
  const value = Number(line.slice(second + 1, third));
  if (!Number.isFinite(atMs) || !Number.isFinite(value)) return undefined;
  let fields: readonly string[] | undefined;
  const tag = (name: string): string => {
    fields ??= splitFields(line);
    const column = columns.get(name);
    if (column !== undefined) return fields[column] ?? '';
    return extraTag(fields[columns.get('extra_tags') ?? -1] ?? '', name);
  };
  return { metric: line.slice(0, first), atMs, value, tag };
}

/** A script's own tags share one column, `a=1&b=2`, which k6 does not escape: a part without `=` belongs to the one before. */
function extraTag(text: string, name: string): string {
  let value: string | undefined;
  for (const part of text === '' ? [] : text.split('&')) {
    const equals = part.indexOf('=');
    if (equals < 0) value = value === undefined ? undefined : `${value}&${part}`;
    else if (value !== undefined) return value;
    else if (part.slice(0, equals) === name) value = part.slice(equals + 1);
  }
  return value ?? '';
}

function hasOpenQuote(line: string): boolean {
  if (!line.includes('"')) return false;
  return line.split('"').length % 2 === 0;
}

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
