import type { MetricKind } from '../../samples/metric-kinds.ts';

/** What a script adds to one metric, and the thresholds that it sets on it: a small run of its own. */
export interface SmallRun {
  readonly metric: string;
  readonly kind: MetricKind;
  readonly isTime: boolean;
  readonly samples: readonly (readonly [value: number, tags: Readonly<Record<string, string>>])[];
  /** By what k6 keys them by: the metric, or `metric{tag:value}`. */
  readonly thresholds: Readonly<Record<string, readonly string[]>>;
}

/** Values of tags that a script may take from anywhere: URLs, queries, names. */
const TAG_VALUES = ['a', 'b&t=a', 'x=1', 'say "a"', 'a, b', 'two\nlines', '100%', '%26', "it's", 'ü', ''];
const PERCENTS = [0, 1, 25, 50, 90, 95, 97.5, 99, 99.9, 100];
const OPERATORS = ['<', '<=', '>', '>=', '==', '===', '!='];
const KINDS: readonly MetricKind[] = ['trend', 'trend', 'trend', 'counter', 'rate', 'gauge'];

/**
 * Small runs that come out differently wherever a stat, a tag or a kind is not taken as k6 takes it. `random`: from 0 to 1. `tiny`:
 * with values that k6's own CSV rounds to nothing.
 */
export function randomRuns(count: number, random: () => number, tiny: boolean): readonly SmallRun[] {
  const below = (limit: number) => Math.floor(random() * limit);
  const one = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  const value = valueOf(random, below, one, tiny);

  function smallRun(index: number): SmallRun {
    const metric = `m_${index}`;
    const kind = one(KINDS);
    const draw = kind === 'rate' ? () => below(2) : value();
    const samples = Array.from({ length: 1 + below(one([3, 25, 120])) }, () => [draw(), tags()] as const);
    const selectors = [metric, metric, `${metric}{t:a}`, `${metric}{t:"a"}`, `${metric}{ t : 'a' ,u:1}`];
    const others = TAG_VALUES.filter((text) => text !== '' && !text.includes(','));
    const keys = [...new Set([one(selectors), one(selectors), `${metric}{t:${one(others)}}`])];
    const distinct = keys.filter((key, at) => at === keys.findIndex((other) => plain(other) === plain(key)));
    const values = samples.map(([sample]) => sample);
    const thresholds = Object.fromEntries(distinct.map((key) => [key, expressions(kind, values)]));
    return { metric, kind, isTime: below(2) === 1, samples, thresholds };
  }

  function tags(): Readonly<Record<string, string>> {
    return { t: one(TAG_VALUES), ...(below(2) === 1 && { u: one(['1', '1&t=a']) }) };
  }

  function expressions(kind: MetricKind, values: readonly number[]): readonly string[] {
    const sorted = values.toSorted((a, b) => a - b);
    const made = Array.from({ length: 4 }, () => expression(kind, sorted));
    return [...new Set(made)];
  }

  function expression(kind: MetricKind, sorted: readonly number[]): string {
    const sum = sorted.reduce((total, sample) => total + sample, 0);
    if (kind === 'rate') return `rate${one(OPERATORS)}${near([0, 1, 0.5, sum / sorted.length])}`;
    if (kind === 'gauge') return `value${one(OPERATORS)}${near(sorted)}`;
    if (kind === 'counter')
      return below(2) === 1
        ? `count${one(OPERATORS)}${near([sum])}`
        : `rate${one(['<', '>'])}${sum * random() * 9}`;
    const percent = one(PERCENTS);
    const rank = Math.floor((percent / 100) * (sorted.length - 1));
    const stat = one(['avg', 'min', 'max', 'med', `p(${percent})`, `p(${percent})`, `p(${percent})`]);
    const middle = Math.floor((sorted.length - 1) / 2);
    const around = stat === 'med' ? sorted.slice(middle, middle + 2) : sorted.slice(rank, rank + 2);
    return `${stat}${one(OPERATORS)}${near(stat.startsWith('p') || stat === 'med' ? around : sorted)}`;
  }

  /** One of the values, or something between two neighbours: where another definition of the same word would end. */
  function near(values: readonly number[]): string {
    const at = below(values.length);
    const [from = 0, until = from] = values.slice(at);
    return String(one([from, until, from + (until - from) * random()]));
  }

  return Array.from({ length: count }, (_, index) => smallRun(index));
}

/** Numbers of one sort: whole, long, tiny, huge, negative, many alike. */
function valueOf(
  random: () => number,
  below: (limit: number) => number,
  one: <T>(items: readonly T[]) => T,
  tiny: boolean,
) {
  return () =>
    one([
      () => below(1000),
      () => random() * 300,
      () => below(3),
      () => -50 + below(100),
      () => (random() - 0.5) * (tiny ? 1e-7 : 1),
      () => Math.exp(30 * random()),
      () => (below(20) === 0 ? 3000 : 10 + random()),
    ]);
}

/** What k6 makes of a selector: two spellings of one would be one metric, and only one of its lists of thresholds would count. */
function plain(key: string): string {
  return key.replaceAll(/["' ]/g, '');
}

/** Counts what samples a selector of these runs means: `{t:…}`, or `{t:…,u:1}`. */
export function meant({ metric, samples }: SmallRun, key: string): number {
  const wanted = /\{(?<tags>[^]*)\}$/.exec(key.slice(metric.length))?.groups?.['tags'];
  if (wanted === undefined) return samples.length;
  const pairs = wanted.split(',').map((pair) => {
    const [name = '', ...rest] = pair.split(':');
    return [
      name.trim(),
      rest
        .join(':')
        .trim()
        .replace(/^["']+|["']+$/g, ''),
    ] as const;
  });
  return samples.filter(([, tags]) => pairs.every(([name, value]) => tags[name] === value)).length;
}
