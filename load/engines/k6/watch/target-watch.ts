import { messageOf } from '../../../../kernel/errors.ts';
import type { MetricsEndpoint } from '../../../../kernel/target.ts';
import type { Reading } from './reading.ts';
import { scrape } from './scrape.ts';
import { TargetGauges } from './target-gauges.ts';

export interface FailedScrapes {
  readonly part: string;
  readonly failed: number;
  readonly of: number;
  /** Why the last one failed. */
  readonly reason: string | undefined;
}

interface Part {
  readonly endpoint: MetricsEndpoint;
  readonly gauges: TargetGauges;
  failed: number;
  of: number;
  reason: string | undefined;
  /** When it last told something. */
  toldMs: number | undefined;
}

/** Reads the target's endpoints, all at once. A failed one is counted, and never fatal. */
export class TargetWatch {
  readonly #parts: readonly Part[];

  constructor(endpoints: readonly MetricsEndpoint[]) {
    this.#parts = endpoints.map((endpoint) => ({
      endpoint,
      gauges: new TargetGauges(endpoint),
      failed: 0,
      of: 0,
      reason: undefined,
      toldMs: undefined,
    }));
  }

  /** Takes two seconds at most. Never rejects. Each reading stands for the time since its part last told something. */
  async read(signal: AbortSignal): Promise<readonly Reading[]> {
    const readings = await Promise.all(this.#parts.map((part) => readPart(part, signal)));
    return readings.flat();
  }

  scrapes(): readonly FailedScrapes[] {
    return this.#parts.map(({ endpoint, failed, of, reason }) => ({
      part: endpoint.name,
      failed,
      of,
      reason,
    }));
  }
}

async function readPart(part: Part, signal: AbortSignal): Promise<readonly Reading[]> {
  try {
    const text = await scrape(part.endpoint, signal);
    const nowMs = performance.now();
    const readings = part.gauges.read(text, nowMs);
    const coversMs = part.toldMs === undefined ? undefined : nowMs - part.toldMs;
    part.toldMs = nowMs;
    part.of++;
    return readings.map((reading) => ({ ...reading, coversMs }));
  } catch (error) {
    // The watch was over: it says nothing of the target.
    if (signal.aborted) return [];
    part.of++;
    part.failed++;
    part.reason = reasonOf(error);
    return [];
  }
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${messageOf(error)}${cause}`;
}
