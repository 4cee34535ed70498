import { copyOf, hasOpenQuote, numberAt, splitFields } from './csv-fields.ts';
import { KnownMetrics } from './known-metrics.ts';
import { isMetricKind, type MetricKind } from './metric-kinds.ts';
import { TagOrders, type Unsettled } from './tag-orders.ts';
import { KnownTags, PLAIN, type Tags } from './tags.ts';
import { type Mark, MARKS } from './test-time.ts';

/** One sample as k6 wrote it. */
export interface Row {
  readonly metric: string;
  /** k6's clock, ms since the epoch. */
  readonly atMs: number;
  readonly value: number;
  /** One object for all samples with the same tags, as long as it is remembered: what is known of it need not be found out again. */
  readonly tags?: object;
  /** A tag's value; empty when the sample does not carry it. */
  tag(name: string): string;
  /** Whether it carries that tag, where this may be doubtful; without it `tag` says so. */
  carries?(name: string, value: string): boolean | Unsettled;
}

/** What our own k6 tells beside its samples. */
export interface Listener {
  /** Before the metric's first sample. `contains`: what k6 calls its values, `time` for one. */
  kind(metric: string, kind: MetricKind, contains: string): void;
  /** The samples are k6's own CSV: their values were rounded. */
  rounded(): void;
  /** `atMs`: since the epoch. */
  mark(mark: Mark, atMs: number): void;
}

const [HASH, AT] = [35, 64];
/** Our own k6 tells no more. */
const GROUPS_AT_MOST = 100;
const TAGS = '#tags,';

/**
 * Cuts k6's CSV, as it comes, into rows, one a sample. Holds one unfinished line at most, and some tags that come again and again.
 * Our own k6 (../build/samples) writes samples that were taken together as one line, `@<group>,<ms>,<value>,…,<tags>`, once it has
 * told which metrics they are: `#group,<group>,<metric>,…`. It tells tags once, too: `#tags,<number>,<tags>`, and then `=<number>`.
 */
export class RowReader {
  /** Lines that were no sample. */
  malformed = 0;
  readonly #onRow: (row: Row) => void;
  readonly #listener: Listener | undefined;
  readonly #orders = new TagOrders();
  #tags: KnownTags | undefined;
  readonly #metrics = new KnownMetrics();
  readonly #groups: (readonly string[])[] = [];
  #rest = '';

  constructor(onRow: (row: Row) => void, listener?: Listener) {
    this.#onRow = onRow;
    this.#listener = listener;
  }

  push(chunk: string): void {
    const text = this.#rest === '' ? chunk : this.#rest + chunk;
    const mayBeQuoted = text.includes('"');
    let start = 0;
    let searchFrom = 0;
    for (;;) {
      const end = text.indexOf('\n', searchFrom);
      if (end < 0) break;
      searchFrom = end + 1;
      // A quoted field may hold a line break: the record goes on.
      if (mayBeQuoted && hasOpenQuote(text.slice(start, end))) continue;
      this.#record(text, start, end);
      start = searchFrom;
    }
    this.#rest = text.slice(start);
  }

  /** The last line has no line break when k6 was killed while writing: it is then half a line, and dropped. */
  end(): void {
    if (this.#rest !== '') this.malformed++;
    this.#rest = '';
  }

  #record(text: string, start: number, end: number): void {
    if (this.#tags === undefined) {
      const names = splitFields(text.slice(start, end));
      this.#tags = new KnownTags(new Map(names.map((name, index) => [name, index])), this.#orders);
      if (names.includes(PLAIN)) this.#listener?.rounded();
      return;
    }
    const first = text.charCodeAt(start);
    if (first === AT) {
      this.#group(text, start, end, this.#tags);
      return;
    }
    if (first === HASH) {
      if (!this.#told(text.slice(start, end), this.#tags)) this.malformed++;
      return;
    }
    const row = this.#row(text, start, end, this.#tags);
    if (row === undefined) this.malformed++;
    else this.#onRow(row);
  }

  #group(text: string, start: number, end: number, known: KnownTags): void {
    const first = text.indexOf(',', start);
    const second = text.indexOf(',', first + 1);
    const metrics = first > start ? this.#groups[numberAt(text, start + 1, first)] : undefined;
    if (metrics === undefined || second < first || second >= end) {
      this.malformed++;
      return;
    }
    const atMs = numberAt(text, first + 1, second);
    const values: number[] = [];
    let from = second + 1;
    for (const _ of metrics) {
      const comma = text.indexOf(',', from);
      if (comma < 0 || comma >= end) break;
      values.push(numberAt(text, from, comma));
      from = comma + 1;
    }
    const tags = values.length < metrics.length ? undefined : known.at(text, from, end);
    for (const [index, metric] of metrics.entries()) {
      const value = values[index] ?? Number.NaN;
      if (tags === undefined || !Number.isFinite(atMs) || !Number.isFinite(value)) this.malformed++;
      else this.#onRow(new CsvRow(metric, atMs, value, tags));
    }
  }

  /** `#metric,<name>,<kind>,<contains>`, `#group,<group>,<metric>,…`, `#tags,<number>,<tags>`, or `#<mark>,<ms>`. */
  #told(line: string, tags: KnownTags): boolean {
    if (line.startsWith(TAGS)) {
      const comma = line.indexOf(',', TAGS.length);
      return comma > 0 && tags.tell(numberAt(line, TAGS.length, comma), line.slice(comma + 1));
    }
    const [what = '', name = '', ...others] = line.slice(1).split(',');
    const [kind = '', contains = ''] = others;
    if (what === 'group') {
      const group = Number(name === '' ? Number.NaN : name);
      if (!(group >= 0 && group < GROUPS_AT_MOST) || others.length === 0) return false;
      this.#groups[group] = others.map((metric) => copyOf(metric));
      return true;
    }
    if (what === 'metric') {
      if (!isMetricKind(kind)) return false;
      this.#listener?.kind(copyOf(name), kind, contains);
      return true;
    }
    const mark = MARKS.find((one) => one === what);
    const atMs = Number(name === '' ? Number.NaN : name);
    if (mark === undefined || !Number.isFinite(atMs)) return false;
    this.#listener?.mark(mark, atMs);
    return true;
  }

  #row(text: string, start: number, end: number, known: KnownTags): Row | undefined {
    const metric = this.#metrics.at(text, start);
    const first = start + metric.length;
    const second = text.indexOf(',', first + 1);
    const third = text.indexOf(',', second + 1);
    if (first === start || second < first || third < second || third >= end) return undefined;
    const atMs = numberAt(text, first + 1, second);
    const value = numberAt(text, second + 1, third);
    // Also of a row that is no sample: the next one may have the same, and say no more than that.
    const tags = known.at(text, third + 1, end);
    if (tags === undefined || !Number.isFinite(atMs) || !Number.isFinite(value)) return undefined;
    return new CsvRow(metric, atMs, value, tags);
  }
}

class CsvRow implements Row {
  readonly metric: string;
  readonly atMs: number;
  readonly value: number;
  readonly tags: Tags;

  constructor(metric: string, atMs: number, value: number, tags: Tags) {
    this.metric = metric;
    this.atMs = atMs;
    this.value = value;
    this.tags = tags;
  }

  tag(name: string): string {
    return this.tags.get(name);
  }

  carries(name: string, value: string): boolean | Unsettled {
    return this.tags.carries(name, value);
  }
}
