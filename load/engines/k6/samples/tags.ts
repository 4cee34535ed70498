import { copyOf, numberAt, splitFields } from './csv-fields.ts';
import { NEVER_SETTLED, type TagOrders, type Unsettled } from './tag-orders.ts';

/** The columns before the tags: metric, time, value. */
const BEFORE = 3;
/** Scripts that name each request after its URL make tags without end. Our own k6 keeps as many. */
const KEPT_AT_MOST = 1000;
const EQUALS = 61;
/** Where our own k6 writes a script's own tags, and where any other does. */
const ESCAPED = 'escaped_tags';
export const PLAIN = 'extra_tags';

/** The tags of samples; one object for all that carry the same, so that what is known of them need not be found out again. */
export class Tags {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #orders: TagOrders;
  readonly text: string;
  #fields: readonly string[] | undefined;
  #escaped: ReadonlyMap<string, string> | undefined;

  constructor(text: string, columns: ReadonlyMap<string, number>, orders: TagOrders) {
    this.text = text;
    this.#columns = columns;
    this.#orders = orders;
  }

  /** A tag's value; empty when there is no such tag. */
  get(name: string): string {
    if (this.#columns.has(name)) return this.#field(name);
    return this.#columns.has(ESCAPED) ? (this.#own().get(name) ?? '') : plainTag(this.#field(PLAIN), name);
  }

  /** Whether there is such a tag; where that can be read both ways, what may settle it. */
  carries(name: string, value: string): boolean | Unsettled {
    if (this.#columns.has(name)) return this.#field(name) === value;
    if (this.#columns.has(ESCAPED)) return this.#own().get(name) === value;
    return plainlyCarries(this.#field(PLAIN), `${name}=${value}`, this.#orders);
  }

  /** A script's own tags as k6 wrote them, several in one. */
  get plain(): string {
    return this.#field(PLAIN);
  }

  #field(column: string): string {
    this.#fields ??= splitFields(this.text);
    return this.#fields[(this.#columns.get(column) ?? -1) - BEFORE] ?? '';
  }

  #own(): ReadonlyMap<string, string> {
    return (this.#escaped ??= new Map(this.#field(ESCAPED).split('&').map(escapedTag)));
  }
}

/** Finds the tags of a record by their text: a load says the same thing again and again. */
export class KnownTags {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #orders: TagOrders;
  readonly #known = new Map<string, Tags>();
  readonly #told: Tags[] = [];
  #last = '';
  #lastTags: Tags;

  constructor(columns: ReadonlyMap<string, number>, orders: TagOrders) {
    this.#columns = columns;
    this.#orders = orders;
    this.#lastTags = new Tags('', columns, orders);
  }

  /** Our own k6 tells tags once, and then refers to them as `=<number>`. False for a number that it does not give. */
  tell(number: number, text: string): boolean {
    if (!Number.isInteger(number) || number < 0 || number >= KEPT_AT_MOST) return false;
    this.#told[number] = this.#of(text);
    return true;
  }

  /** Of those that stand from `from` to `until`; `=` for those of the record before. Undefined where they were never told. */
  at(record: string, from: number, until: number): Tags | undefined {
    if (record.charCodeAt(from) === EQUALS) {
      if (until - from === 1) return this.#lastTags;
      const number = numberAt(record, from + 1, until);
      if (Number.isInteger(number)) {
        const told = this.#told[number];
        if (told !== undefined) [this.#last, this.#lastTags] = [told.text, told];
        return told;
      }
    }
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
    const tags = new Tags(own, this.#columns, this.#orders);
    this.#known.set(own, tags);
    if (this.#columns.has(PLAIN)) this.#orders.add(tags.plain);
    return tags;
  }
}

function escapedTag(text: string): [string, string] {
  const equals = text.indexOf('=');
  return [unescaped(text.slice(0, equals)), unescaped(text.slice(equals + 1))];
}

function unescaped(text: string): string {
  return text.includes('%') ? text.replace(/%(25|26|3D|0A|0D)/g, decodeURIComponent) : text;
}

/** k6 does not escape `a=1&b=2`: a part without `=` belongs to the one before. */
function plainTag(text: string, name: string): string {
  let value: string | undefined;
  for (const part of text === '' ? [] : text.split('&')) {
    const equals = part.indexOf('=');
    if (equals < 0) value = value === undefined ? undefined : `${value}&${part}`;
    else if (value !== undefined) return value;
    else if (part.slice(0, equals) === name) value = part.slice(equals + 1);
  }
  return value ?? '';
}

/** `a=1&b=2` may be two tags, or one whose value holds `&b=2`. */
function plainlyCarries(text: string, tag: string, orders: TagOrders): boolean | Unsettled {
  if (!`&${text}&`.includes(`&${tag}&`)) return false;
  if (tag.includes('&')) return NEVER_SETTLED;
  return text === tag ? true : orders.of(text, tag);
}
