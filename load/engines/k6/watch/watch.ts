import { setTimeout as sleep } from 'node:timers/promises';
import type { SuiteRun } from '../../../../kernel/engine.ts';
import type { Metric } from '../../../../kernel/evidence.ts';
import { LOAD_EVENTS, type LoadGauges } from '../../../../kernel/load-evidence.ts';
import { GaugeBuckets } from './gauge-buckets.ts';
import { GeneratorGauges, realSources } from './generator-gauges.ts';
import type { Reading } from './reading.ts';
import { TargetWatch } from './target-watch.ts';

const EVERY_MS = 5000;
/** The first two minutes are read more often: a short run needs readings too. */
const EARLY_EVERY_MS = 2000;
const EARLY_MS = 120_000;
/** A last reading right after another one would say nothing. */
const LAST_AFTER_MS = 500;

const NO_PROC = `CPU and memory of k6 are read from /proc, which ${process.platform} does not have`;
const SCRAPE_FIX = `list them in the environment's "scrape"`;

export interface WatchRequest {
  readonly run: Pick<SuiteRun, 'id' | 'recorder' | 'target' | 'signal'>;
  /** k6's processes. */
  readonly pids: readonly number[];
  /** When the load began, ms since the epoch; undefined before it has. Nothing is recorded until then. */
  readonly startMs: () => number | undefined;
  /** Is told of each set of readings, for how many ms it stands, and when it was taken, ms since the load began. */
  readonly onReadings: (readings: readonly Reading[], weightMs: number, atMs: number) => void;
}

export interface Watched {
  /** The gauges over the whole load. */
  readonly metrics: readonly Metric[];
  /** What was journalled, in order: some hundreds for a day. */
  readonly buckets: readonly LoadGauges[];
}

export interface Watch {
  /** Reads a last time and journals what is left. Takes four seconds at most, and next to none once the run is aborted. */
  end(): Promise<Watched>;
}

/**
 * Reads generator and target while k6 runs, one reading after the other: they never overlap. A `load-gauges` event is journalled
 * for each bucket of time as soon as it is over.
 */
export function startWatch(request: WatchRequest): Watch {
  const round = new Rounds(request);
  const stopped = new AbortController();
  const loop = readRegularly(round, AbortSignal.any([stopped.signal, request.run.signal]));
  const end = async (): Promise<Watched> => {
    stopped.abort();
    await loop;
    await round.last();
    return { metrics: round.metrics(), buckets: round.kept };
  };
  return { end };
}

/** Until it is stopped; never rejects. */
async function readRegularly(round: Rounds, signal: AbortSignal): Promise<void> {
  const begunMs = performance.now();
  let dueMs = begunMs;
  while (!signal.aborted) {
    await round.read();
    dueMs = Math.max(
      dueMs + (performance.now() - begunMs < EARLY_MS ? EARLY_EVERY_MS : EVERY_MS),
      performance.now(),
    );
    await sleep(Math.max(0, dueMs - performance.now()), undefined, { signal, ref: false }).catch(
      () => undefined,
    );
  }
}

class Rounds {
  readonly kept: LoadGauges[] = [];
  readonly #request: WatchRequest;
  readonly #target: TargetWatch;
  readonly #generator: GeneratorGauges;
  readonly #buckets = new GaugeBuckets();
  /** On the clock of `performance.now`: the other one may jump. */
  #beforeMs: number | undefined;

  constructor(request: WatchRequest) {
    this.#request = request;
    this.#generator = new GeneratorGauges(realSources(request.run.id));
    this.#target = new TargetWatch(request.run.target.metrics ?? []);
  }

  async read(): Promise<void> {
    const now = performance.now();
    const clockMs = Date.now();
    const { pids, run } = this.#request;
    const own = this.#generator.read(pids, now);
    const readings = [...own, ...(await this.#target.read(run.signal))];
    const weightMs = now - (this.#beforeMs ?? now);
    this.#beforeMs = now;
    const startMs = this.#request.startMs();
    if (startMs === undefined || weightMs <= 0) return;
    // The generator was read before the target, which may have taken its time.
    const atMs = clockMs - startMs;
    this.#request.onReadings(readings, weightMs, atMs);
    this.#journal(this.#buckets.add(readings, atMs, weightMs));
  }

  async last(): Promise<void> {
    const since = performance.now() - (this.#beforeMs ?? 0);
    if (!this.#request.run.signal.aborted && since >= LAST_AFTER_MS) await this.read();
    this.#journal(this.#buckets.finish());
    this.#sayWhatIsMissing();
  }

  metrics(): readonly Metric[] {
    const scrapes = this.#target.scrapes();
    const sum = (key: 'failed' | 'of') => scrapes.reduce((total, one) => total + one[key], 0);
    const failed = { value: sum('failed'), unit: 'count', samples: sum('of') };
    return [
      ...this.#buckets.metrics(),
      ...(failed.samples > 0 ? [{ name: 'target.scrapes_failed.count', ...failed }] : []),
    ];
  }

  #journal(bucket: LoadGauges | undefined): void {
    if (bucket === undefined) return;
    this.#request.run.recorder.event(LOAD_EVENTS.gauges, bucket);
    this.kept.push(bucket);
  }

  #sayWhatIsMissing(): void {
    const { recorder, target } = this.#request.run;
    if (process.platform !== 'linux') recorder.event('generator-not-measured', { reason: NO_PROC });
    if (target.metrics === undefined || target.metrics.length === 0)
      recorder.event('target-not-measured', {
        reason: `target ${target.name} names no metrics endpoint.`,
        fix: SCRAPE_FIX,
      });
    const { notKept } = this.#buckets;
    if (notKept !== undefined) recorder.event('gauges-not-kept', { ...notKept });
    for (const { part, failed, of, reason } of this.#target.scrapes())
      if (failed > 0) recorder.event('scrapes-failed', { part, failed, of, reason });
  }
}
