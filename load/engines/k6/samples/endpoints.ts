import type { Metric } from '../../../../kernel/evidence.ts';
import type { Row } from './csv-rows.ts';
import { Distribution } from './distribution.ts';

export interface Endpoint {
  readonly method: string;
  /** k6's `name` tag: the URL unless the script groups URLs under a name. */
  readonly name: string;
  readonly requests: number;
  readonly errors: number;
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  readonly max: number | undefined;
}

interface Entry {
  readonly method: string;
  readonly name: string;
  errors: number;
  readonly durations: Distribution;
}

/** Requests by endpoint: what the per-endpoint table shows. Names beyond the limit share the row `(others)`. */
export class Endpoints {
  readonly #entries = new Map<string, Entry>();
  readonly #byTags = new WeakMap<object, Entry>();
  readonly #atMost: number;

  constructor(atMost = 100) {
    this.#atMost = atMost;
  }

  add(row: Row): void {
    if (row.metric === 'http_req_duration') this.#entry(row).durations.record(row.value);
    else if (row.metric === 'http_req_failed') this.#entry(row).errors += row.value;
  }

  /** Slowest first. */
  rows(): readonly Endpoint[] {
    const rows = [...this.#entries.values()].map(({ method, name, errors, durations }) => ({
      method,
      name,
      requests: durations.count,
      errors,
      p50: durations.percentile(50),
      p95: durations.percentile(95),
      p99: durations.percentile(99),
      max: durations.percentile(100),
    }));
    return rows.sort((a, b) => (b.p95 ?? 0) - (a.p95 ?? 0));
  }

  #entry(row: Row): Entry {
    if (row.tags === undefined) return this.#find(row);
    const known = this.#byTags.get(row.tags);
    if (known !== undefined) return known;
    const found = this.#find(row);
    this.#byTags.set(row.tags, found);
    return found;
  }

  #find(row: Row): Entry {
    const method = row.tag('method');
    const name = row.tag('name') || row.tag('url');
    const known = this.#entries.get(`${method} ${name}`);
    if (known !== undefined) return known;
    if (this.#entries.size >= this.#atMost) return this.#add('', '(others)');
    return this.#add(method, name);
  }

  #add(method: string, name: string): Entry {
    const key = `${method} ${name}`;
    const entry = this.#entries.get(key) ?? { method, name, errors: 0, durations: new Distribution(2) };
    this.#entries.set(key, entry);
    return entry;
  }
}

/** More rows than that are no table to read; `endpoints.json` has the rest. */
const AS_METRICS_AT_MOST = 30;

/** The slowest endpoints as metrics `endpoint.<method> <name>.<measurement>`, of which reports make a table. */
export function endpointMetrics(rows: readonly Endpoint[]): readonly Metric[] {
  return rows.slice(0, AS_METRICS_AT_MOST).flatMap(({ method, name, requests, errors, p50, p95, p99 }) => {
    const prefix = `endpoint.${`${method} ${name}`.trim()}`;
    const counts = Object.entries({ requests, errors }).map(([key, value]) => [key, value, 'count'] as const);
    const times = Object.entries({ p50, p95, p99 }).map(([key, value]) => [key, value, 'ms'] as const);
    return [...counts, ...times].flatMap(([key, value, unit]) =>
      value === undefined ? [] : [{ name: `${prefix}.${key}`, value, unit, samples: requests }],
    );
  });
}
