import { OwnFailures } from '../process/own-failures.ts';
import type { Row } from '../samples/csv-rows.ts';

/** k6's codes for a request that took too long, and for a connection that did. */
const TIMED_OUT = ['1050', '1211'];

/** Requests and iterations that ended in some seconds; times in ms. */
export interface Pace {
  readonly requests: number;
  readonly requestMs: number;
  readonly iterations: number;
  readonly iterationMs: number;
}
type Counting = { -readonly [key in keyof Pace]: number };

export interface UserCounts {
  /** The most that were busy at once. */
  readonly mostBusy: number;
  /** k6 makes users before the load, and further ones up to `maxVUs` while it runs: each of those costs a dropped iteration. */
  readonly madeAtFirst: number;
  readonly madeInTheEnd: number;
}

/**
 * What samples say of whether the load was offered: users, drops, failures of our own, and how long things took in seconds with
 * and without drops. Constant memory; rows come in order of time, give or take a second.
 */
export class OfferTrack {
  readonly ownFailures = new OwnFailures();
  dropped = 0;
  requests = 0;
  /** Requests that failed, and those of them that got no answer in time. */
  failed = 0;
  timedOut = 0;
  readonly #busy = new PerWorker();
  readonly #made = new PerWorker();
  readonly #calm = nothing();
  readonly #dropping = nothing();
  #second = 0;
  #now = nothing();
  #droppedBefore = 0;

  /** `worker`: which of k6's processes says so. Each speaks of its own users only. */
  add(row: Row, worker = 0): void {
    switch (row.metric) {
      case 'http_req_duration':
        this.#at(row.atMs).requests++;
        this.#now.requestMs += row.value;
        this.requests++;
        return;
      case 'iteration_duration':
        this.#at(row.atMs).iterations++;
        this.#now.iterationMs += row.value;
        return;
      case 'http_req_failed':
        if (row.value !== 0) this.#addFailure(row);
        return;
      case 'dropped_iterations':
        this.#at(row.atMs);
        this.dropped += row.value;
        return;
      case 'vus':
        this.#busy.add(worker, row.value);
        return;
      case 'vus_max':
        this.#made.add(worker, row.value);
    }
  }

  /** Users, as k6 tells once a second; undefined when it never did. */
  users(): UserCounts | undefined {
    const [busy, made] = [this.#busy.sums(), this.#made.sums()];
    if (busy === undefined || made === undefined) return undefined;
    return { mostBusy: busy.most, madeAtFirst: made.first, madeInTheEnd: made.most };
  }

  /** Of the seconds in which nothing was dropped, and of those in which something was. */
  paces(): { readonly calm: Pace; readonly dropping: Pace } {
    this.#close();
    return { calm: this.#calm, dropping: this.#dropping };
  }

  #addFailure(row: Row): void {
    const code = row.tag('error_code');
    this.failed++;
    if (TIMED_OUT.includes(code)) this.timedOut++;
    this.ownFailures.add(code, row.tag('error'));
  }

  #at(ms: number): Counting {
    const second = Math.floor(ms / 1000);
    if (second > this.#second) {
      this.#close();
      this.#second = second;
    }
    return this.#now;
  }

  #close(): void {
    const into = this.dropped > this.#droppedBefore ? this.#dropping : this.#calm;
    this.#droppedBefore = this.dropped;
    for (const key of Object.keys(into) as (keyof Pace)[]) into[key] += this.#now[key];
    this.#now = nothing();
  }
}

function nothing(): Counting {
  return { requests: 0, requestMs: 0, iterations: 0, iterationMs: 0 };
}

/** A gauge of which each of k6's processes tells its own part. */
class PerWorker {
  readonly #values = new Map<number, { readonly first: number; readonly most: number }>();

  add(worker: number, value: number): void {
    const { first = value, most = value } = this.#values.get(worker) ?? {};
    this.#values.set(worker, { first, most: Math.max(most, value) });
  }

  sums(): { readonly first: number; readonly most: number } | undefined {
    const all = [...this.#values.values()];
    const sum = (key: 'first' | 'most') => all.reduce((total, one) => total + one[key], 0);
    return all.length === 0 ? undefined : { first: sum('first'), most: sum('most') };
  }
}
