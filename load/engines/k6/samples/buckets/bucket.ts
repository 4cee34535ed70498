import type { LoadBucket } from '../../../../../kernel/load-evidence.ts';
import type { Endpoint, EndpointName } from './endpoints.ts';
import { Latencies } from './latencies.ts';
import { pack } from './packed.ts';

interface Requests {
  errors: number;
  readonly latencies: Latencies;
}

/** What happened in one stretch of time. */
export class Bucket {
  readonly fromMs: number;
  readonly untilMs: number;
  iterations = 0;
  dropped = 0;
  late = 0;
  readonly #endpoints = new Map<string, Requests & { readonly name: EndpointName }>();

  constructor({ fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number }) {
    this.fromMs = fromMs;
    this.untilMs = untilMs;
  }

  /** Of one endpoint, to count in. */
  requests({ key, name }: Endpoint): Requests {
    const known = this.#endpoints.get(key);
    if (known !== undefined) return known;
    const made = { name, errors: 0, latencies: new Latencies() };
    this.#endpoints.set(key, made);
    return made;
  }

  /** As it is journalled: endpoints by name, so that equal content is equal text. */
  toEvidence(): LoadBucket {
    const entries = [...this.#endpoints].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
    const all: Requests = { errors: 0, latencies: new Latencies() };
    for (const { errors, latencies } of entries) {
      all.errors += errors;
      all.latencies.merge(latencies);
    }
    const { fromMs, untilMs, iterations, dropped, late } = this;
    return {
      ...{ fromMs, untilMs, iterations, dropped, late },
      all: countsOf(all, [50, 95, 99]),
      endpoints: entries.map(({ name, ...requests }) => ({ ...name, ...countsOf(requests, [50, 95]) })),
      ...(entries.length > 0 && { hdr: pack(entries.map(({ latencies }) => latencies.histogram)) }),
    };
  }
}

function countsOf({ errors, latencies }: Requests, percents: readonly number[]) {
  return { requests: latencies.count, errors, ...latencies.summary(percents) };
}
