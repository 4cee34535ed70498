import { join } from 'node:path';
import type { Exit } from '../../../kernel/scope.ts';
import { RowReader } from './csv-rows.ts';
import { journalRegularly } from './journal.ts';
import { K6Log } from './k6-log.ts';
import { RUN_ARGS, readAll, startK6 } from './k6-process.ts';
import { LoadSamples } from './load-samples.ts';
import { customTypes } from './metric-kinds.ts';
import { type Plan, callOf } from './plan.ts';
import { abortReason } from './script-thresholds.ts';

/** What a run of k6 left behind. */
export interface Measured {
  readonly exit: Exit;
  readonly samples: LoadSamples;
  readonly log: K6Log;
  readonly malformed: number;
  /** The script's threshold that stopped the load early. */
  readonly abortedBy: string | undefined;
}

/** Runs the load to its end, or until the run is aborted. */
export async function measure(plan: Plan): Promise<Measured> {
  const { run, script, asked } = plan;
  const selectors = [...asked, ...plan.scriptThresholds].map((one) => one.selector);
  const startMs = run.options.phasesStartAtMs ?? Date.now();
  const samples = new LoadSamples(selectors, customTypes(script.source), run.options.phases, startMs);
  const rows = new RowReader((row) => samples.add(row));
  const log = new K6Log(join(run.work, 'k6.log.ndjson'), process.cwd());
  const child = await startK6(plan.k6, callOf(RUN_ARGS, script));
  run.recorder.event('load-started', { phases: run.options.phases, startMs });
  const stopJournalling = journalRegularly(plan, samples);
  const abort = watchThresholds(plan, samples, () => void child.stop());
  const exit = await readAll(
    child,
    (chunk) => rows.push(chunk),
    (chunk) => log.push(chunk),
  );
  stopJournalling();
  rows.end();
  log.end();
  return { exit, samples, log, malformed: rows.malformed, abortedBy: abort.end() };
}

const THRESHOLDS_EVERY_MS = 1000;

/** Ends the load when one of the script's `abortOnFail` thresholds does not hold, which k6 leaves to us. */
function watchThresholds(plan: Plan, samples: LoadSamples, stop: () => void) {
  let reason: string | undefined;
  const thresholds = plan.scriptThresholds;
  if (!thresholds.some((threshold) => threshold.abortOnFail)) return { end: () => reason };
  const timer = setInterval(() => {
    if (reason !== undefined) return;
    reason = abortReason(thresholds, samples.total, Date.now());
    if (reason !== undefined) stop();
  }, THRESHOLDS_EVERY_MS);
  const end = () => {
    clearInterval(timer);
    return reason;
  };
  return { end };
}
