export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Prometheus text, read. */
export interface Exposition {
  /** `counter`, `gauge`, `histogram` … by name of the family. */
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly Sample[];
  /** The samples with this name and at least these labels. */
  readonly of: (name: string, labels?: Readonly<Record<string, string>>) => readonly Sample[];
  /** The sum of those. */
  readonly sum: (name: string, labels?: Readonly<Record<string, string>>) => number;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: \d+)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Throws an error that shows the first line that is none of Prometheus's. */
export function exposition(text: string): Exposition {
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    const [, family, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (family !== undefined && type !== undefined) types.set(family, type);
    if (line === '' || line.startsWith('#')) continue;
    samples.push(sampleOf(line));
  }
  const of: Exposition['of'] = (name, labels = {}) =>
    samples.filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    );
  const sum: Exposition['sum'] = (name, labels) =>
    of(name, labels).reduce((total, { value }) => total + value, 0);
  return { types, samples, of, sum };
}

function sampleOf(line: string): Sample {
  const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined || value === undefined)
    throw new Error(`expected a Prometheus sample, observed: ${line}`);
  const pairs = [...labels.matchAll(LABEL)].map(([, key = '', text = '']) => [key, text]);
  const number = value === '+Inf' ? Infinity : value === '-Inf' ? -Infinity : Number(value);
  return { name, labels: Object.fromEntries(pairs) as Record<string, string>, value: number };
}
