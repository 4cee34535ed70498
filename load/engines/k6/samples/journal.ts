import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOAD_EVENTS, type LoadBucket } from '../../../../kernel/load-evidence.ts';
import type { LoadSamples } from './load-samples.ts';
import type { Plan } from '../plan.ts';
import { endedPhases, runningMetrics } from './recorded-metrics.ts';

const LOOK_EVERY_MS = 500;
const METRICS_EVERY_MS = 5000;
/** The older a run, the less new its aggregates are: once more with each fifth of its age. A day has 50, not 17,000. */
const METRICS_EVERY_SHARE = 0.2;

/** What a finished bucket is kept for after it was journalled. Without its histograms: a day's take no memory to speak of. */
export type KeptBucket = Omit<LoadBucket, 'endpoints' | 'hdr'>;

/**
 * Writes finished buckets, and the aggregates so far, while the load runs: a kill loses the unfinished bucket at most. The
 * result ends it, writes the rest and gives all buckets. It throws what could not be written meanwhile, for a timer has nobody
 * to throw at; `onFailure` is called then, since to load on is of no use.
 */
export function journalRegularly(
  { run, asked }: Plan,
  samples: LoadSamples,
  onFailure: () => void,
): () => readonly KeptBucket[] {
  const { kept, write: journalBuckets } = bucketJournal(run);
  const isDue = metricsClock(Date.now());
  const ended = endedPhases(samples, asked);
  let failure: { readonly error: unknown } | undefined;
  const look = () => {
    const nowMs = Date.now();
    journalBuckets(samples.finishedBuckets(nowMs));
    for (const metric of ended(nowMs)) run.recorder.metric(metric);
    if (!isDue(nowMs)) return;
    for (const metric of runningMetrics(samples, asked)) run.recorder.metric(metric);
    writeSeries(run.work, samples);
  };
  const timer = setInterval(() => {
    try {
      look();
    } catch (error) {
      if (failure === undefined) onFailure();
      failure ??= { error };
    }
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    if (failure !== undefined) throw failure.error;
    journalBuckets(samples.finishedBuckets());
    journalBuckets(samples.lastBuckets());
    return kept;
  };
}

/** Writes finished buckets, and keeps what is looked at once more in the end. */
export function bucketJournal({ recorder }: Plan['run']) {
  const kept: KeptBucket[] = [];
  const write = (buckets: readonly LoadBucket[]) => {
    for (const bucket of buckets) {
      recorder.event(LOAD_EVENTS.bucket, bucket);
      const { fromMs, untilMs, iterations, dropped, late, all } = bucket;
      kept.push({ fromMs, untilMs, iterations, dropped, late, all });
    }
  };
  return { kept, write };
}

/** Says whether the aggregates are to be written again. */
function metricsClock(startMs: number): (nowMs: number) => boolean {
  let lastMs = startMs;
  return (nowMs) => {
    const everyMs = Math.max(METRICS_EVERY_MS, (lastMs - startMs) * METRICS_EVERY_SHARE);
    if (nowMs - lastMs < everyMs) return false;
    lastMs = nowMs;
    return true;
  };
}

/** Where the series is kept until it is attached. */
export function writeSeries(work: string, samples: LoadSamples): string {
  const file = join(work, 'timeseries.json');
  writeFileSync(file, JSON.stringify(samples.series.points()));
  return file;
}
