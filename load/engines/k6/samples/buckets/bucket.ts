import type { LoadBucket } from '../../../../../kernel/load-evidence.ts';
import { type Endpoint, type EndpointName, endpointOf } from './endpoints.ts';
import { Latencies } from './latencies.ts';
import { pack, unpack } from './packed.ts';

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

  /** Adds what another stream says of the same stretch of time. Throws an Error where its histograms cannot be read. */
  merge(other: LoadBucket): void {
    this.iterations += other.iterations;
    this.dropped += other.dropped;
    this.late += other.late;
    const histograms = other.hdr === undefined ? [] : unpack(other.hdr);
    if (histograms.length !== other.endpoints.length)
      throw new Error(
        `the bucket from ${other.fromMs} ms has ${other.endpoints.length} endpoints and ${histograms.length} histograms`,
      );
    for (const [index, counts] of other.endpoints.entries()) {
      const requests = this.requests(endpointOf(counts));
      requests.errors += counts.errors;
      const histogram = histograms[index];
      if (histogram !== undefined)
        requests.latencies.add(
          histogram,
          Math.round(counts.sum * 1000),
          Math.round((counts.max ?? 0) * 1000),
        );
    }
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
