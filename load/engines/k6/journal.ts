import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadSamples } from './load-samples.ts';
import type { Plan } from './plan.ts';
import { runningMetrics } from './recorded-metrics.ts';

const JOURNAL_EVERY_MS = 5000;
/** After ten minutes a long run is journalled less often: its evidence would grow by megabytes an hour. */
const JOURNAL_LATER_EVERY_MS = 30_000;
const EARLY_JOURNALS = 120;

/** Writes the aggregates so far while the load runs, so that a kill loses an interval at most. Returns how to end it. */
export function journalRegularly({ run, asked }: Plan, samples: LoadSamples): () => void {
  let timer: NodeJS.Timeout;
  let journals = 0;
  const journal = () => {
    for (const metric of runningMetrics(samples, asked)) run.recorder.metric(metric);
    writeSeries(run.work, samples);
    journals++;
    next();
  };
  const next = () => {
    timer = setTimeout(journal, journals < EARLY_JOURNALS ? JOURNAL_EVERY_MS : JOURNAL_LATER_EVERY_MS);
  };
  next();
  return () => clearTimeout(timer);
}

/** Where the series is kept until it is attached. */
export function writeSeries(work: string, samples: LoadSamples): string {
  const file = join(work, 'timeseries.json');
  writeFileSync(file, JSON.stringify(samples.series.points()));
  return file;
}
