import { setTimeout as sleep } from 'node:timers/promises';
import type { PrometheusApi } from '../../observability/prometheus-api.ts';

const EVERY_MS = 250;

/** When an alert of a job was seen so first, on the clock of `performance.now`. */
export interface Seen {
  pendingMs?: number;
  firingMs?: number;
}

/** Looks at a Prometheus' alerts until it is stopped. */
export class Watch {
  readonly #seen = new Map<string, Seen>();
  readonly #stop = new AbortController();
  readonly #looking: Promise<void>;

  constructor(prometheus: PrometheusApi) {
    this.#looking = this.#look(prometheus);
    // It is told by stop().
    this.#looking.catch(() => undefined);
  }

  seen(alert: string, source: string): Seen {
    return this.#seen.get(`${alert} of ${source}`) ?? {};
  }

  /** All that were seen so far: `PartDown of api`. */
  get all(): readonly string[] {
    return [...this.#seen.keys()];
  }

  /** Rejects where Prometheus did not answer. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#looking;
  }

  async #look(prometheus: PrometheusApi): Promise<void> {
    while (!this.#stop.signal.aborted) {
      for (const { labels, state } of await prometheus.alerts()) {
        const name = `${labels['alertname'] ?? ''} of ${labels['job'] ?? ''}`;
        const seen = this.#seen.get(name) ?? {};
        this.#seen.set(name, seen);
        if (state === 'pending') seen.pendingMs ??= performance.now();
        else seen.firingMs ??= performance.now();
      }
      await sleep(EVERY_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }
}
