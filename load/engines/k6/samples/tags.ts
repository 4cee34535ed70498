import { copyOf, splitFields } from './csv-fields.ts';

/** The columns before the tags: metric, time, value. */
const BEFORE = 3;
/** Scripts that name each request after its URL make tags without end. */
const KEPT_AT_MOST = 1000;

/** The tags of samples; one object for all that carry the same, so that what is known of them need not be found out again. */
export class Tags {
  readonly #columns: ReadonlyMap<string, number>;
  readonly text: string;
  #fields: readonly string[] | undefined;

  constructor(text: string, columns: ReadonlyMap<string, number>) {
    this.text = text;
    this.#columns = columns;
  }

  /** A tag's value; empty when there is no such tag. */
  get(name: string): string {
    this.#fields ??= splitFields(this.text);
    const column = this.#columns.get(name);
    if (column !== undefined) return this.#fields[column - BEFORE] ?? '';
    return extraTag(this.#fields[(this.#columns.get('extra_tags') ?? -1) - BEFORE] ?? '', name);
  }
}

/** Finds the tags of a record by their text: a load says the same thing again and again. */
export class KnownTags {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #known = new Map<string, Tags>();
  #last = '';
  #lastTags: Tags;

  constructor(columns: ReadonlyMap<string, number>) {
    this.#columns = columns;
    this.#lastTags = new Tags('', columns);
  }

  /** Of those that stand from `from` to `until`; `=` for those of the record before. */
  at(record: string, from: number, until: number): Tags {
    if (until - from === 1 && record[from] === '=') return this.#lastTags;
    // The samples of one request follow each other.
    if (until - from !== this.#last.length || !record.startsWith(this.#last, from)) {
      this.#lastTags = this.#of(record.slice(from, until));
      this.#last = this.#lastTags.text;
    }
    return this.#lastTags;
  }

  #of(text: string): Tags {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= KEPT_AT_MOST) this.#known.clear();
    const own = copyOf(text);
    const tags = new Tags(own, this.#columns);
    this.#known.set(own, tags);
    return tags;
  }
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
