import { type Sample, samplesIn } from '../../../fixtures/bindings/prometheus-text.ts';

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

/** Throws an error that shows the first line that is none of Prometheus's. */
export function exposition(text: string): Exposition {
  const types = new Map<string, string>();
  for (const [, family = '', type = ''] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) types.set(family, type);
  const samples = samplesIn(text);
  const of: Exposition['of'] = (name, labels = {}) =>
    samples.filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    );
  const sum: Exposition['sum'] = (name, labels) =>
    of(name, labels).reduce((total, { value }) => total + value, 0);
  return { types, samples, of, sum };
}
