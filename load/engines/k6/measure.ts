import { join } from 'node:path';
import { LOAD_EVENTS, type LoadPlan } from '../../../kernel/load-evidence.ts';
import type { Child, Exit } from '../../../kernel/scope.ts';
import { kneeFound } from './knee/knee.ts';
import { type KeptBucket, journalRegularly } from './samples/journal.ts';
import { K6Log } from './process/k6-log.ts';
import { readAll } from './process/k6-process.ts';
import { LoadSamples } from './samples/load-samples.ts';
import { customTypes } from './samples/metric-kinds.ts';
import type { Plan } from './plan.ts';
import { OfferWatch } from './offer/offer-watch.ts';
import { offeredStages } from './profile/offered-stages.ts';
import { startWorkers } from './process/workers.ts';
import { worstExit } from './process/worst-exit.ts';
import { AbortWatch } from './thresholds/abort-watch.ts';
import { type Watched, startWatch } from './watch/watch.ts';
import { type WorkerRows, workerRows } from './worker-rows.ts';
import type { Said } from '../../../kernel/sentence.ts';

/** What a run of k6 left behind. */
export interface Measured {
  readonly exit: Exit;
  readonly samples: LoadSamples;
  readonly buckets: readonly KeptBucket[];
  readonly log: K6Log;
  readonly malformed: number;
  /** Readings of generator and target. */
  readonly watched: Watched;
  readonly offer: OfferWatch;
  /** What stopped the load early, on purpose. */
  readonly abortedBy: string | undefined;
  /** Thresholds of the script that ended the load, each with its value then. */
  readonly broken?: ReadonlyMap<string, string>;
  /** What leaves the outcome open and only a load that was recorded elsewhere can lack, a sentence each. */
  readonly problems?: readonly Said[];
}

/** Runs the load to its end, or until the run is aborted. */
export async function measure(plan: Plan): Promise<Measured> {
  const { run } = plan;
  const samples = samplesFor(plan);
  const log = new K6Log(join(run.work, 'k6.log.ndjson'), process.cwd());
  const workers = await startWorkers(plan);
  const announce = announcer(plan, samples);
  const stop = () => workers.forEach((child) => void child.stop());
  const stopJournalling = journalRegularly(plan, samples, stop);
  const abort = new AbortWatch(plan.scriptThresholds, samples.total, stop);
  const knee = watchForKnee(plan, samples, stop);
  const offer = new OfferWatch(plan);
  log.onMessage = (text) => offer.elsewhere.addMessage(text);
  const rowsOf = workerRows(workers.length, samples, offer, abort);
  const watch = startWatch({
    run,
    pids: workers.map(({ pid }) => pid),
    startMs: () => samples.startMs,
    onReadings: (readings, weightMs, atMs) => offer.read(readings, weightMs, atMs),
  });
  const ends = await Promise.all(
    workers.map((child, worker) => readWorker(child, rowsOf(worker), log, announce)),
  );
  const found = knee.end();
  const [abortedBy = found] = abort.broken.keys();
  let buckets: readonly KeptBucket[];
  let watched: Watched;
  try {
    buckets = stopJournalling();
  } finally {
    watched = await watch.end();
  }
  return {
    exit: worstExit(ends.map(({ exit }) => exit)),
    samples,
    buckets,
    log,
    malformed: ends.reduce((sum, { malformed }) => sum + malformed, 0),
    watched,
    offer,
    abortedBy,
    broken: abort.broken,
  };
}

/** Empty samples that will hold what the plan asks for. */
export function samplesFor({ run, script, asked, scriptThresholds, phases }: Plan): LoadSamples {
  const selectors = [...asked, ...scriptThresholds].map((one) => one.selector);
  return new LoadSamples(selectors, customTypes(script.source), phases, run.options.phasesStartAtMs);
}

/** Says what was to be offered as soon as the clock's zero is known. */
export function announcer({ run, chosen, scenarios, phases }: Plan, samples: LoadSamples): () => void {
  let said = false;
  return () => {
    const { startMs } = samples;
    if (said || startMs === undefined) return;
    said = true;
    run.recorder.event('load-started', { phases, startMs });
    const offered = [...offeredStages(scenarios)];
    const shape = { scale: chosen?.scale ?? { time: 1, rate: 1 }, workers: run.load.workers };
    const named = chosen === undefined ? {} : { profile: chosen.name };
    run.recorder.event(LOAD_EVENTS.plan, { startMs, ...named, ...shape, offered } satisfies LoadPlan);
  };
}

async function readWorker(child: Child, rows: WorkerRows, log: K6Log, announce: () => void) {
  const lines = log.reader();
  const onRows = (chunk: string) => {
    rows.push(chunk);
    announce();
  };
  const exit = await readAll(child, onRows, (chunk) => lines.push(chunk));
  rows.end();
  lines.end();
  return { exit, malformed: rows.malformed };
}

const EVERY_MS = 1000;

/** Ends the load early when the knee is found. */
function watchForKnee(plan: Plan, samples: LoadSamples, stop: () => void) {
  let reason: string | undefined;
  const timer = setInterval(() => {
    if (reason !== undefined) return;
    reason = kneeFound(plan, samples);
    if (reason !== undefined) stop();
  }, EVERY_MS);
  const end = () => {
    clearInterval(timer);
    return reason;
  };
  return { end };
}
