import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InfraError, SuiteError } from '../../../kernel/errors.ts';
import { assess } from './assess.ts';
import type { Inspection } from './inspect.ts';
import { writeSeries } from './journal.ts';
import type { LoadSamples } from './load-samples.ts';
import type { Measured } from './measure.ts';
import { type OfferedLoad, offeredLoad } from './offered.ts';
import type { Plan } from './plan.ts';
import { finalMetrics } from './recorded-metrics.ts';

/** Records metrics, files and checks; then throws if anything leaves the outcome open. */
export async function recordOutcome(plan: Plan, measured: Measured): Promise<void> {
  const { run } = plan;
  const load = offeredLoad(scenariosOf(plan), measured.samples.iterations);
  recordMetrics(plan, measured);
  if (load !== undefined) recordLoad(plan, load);
  await attachFiles(plan, measured);
  if (run.signal.aborted) return;
  const { checks, problems } = assess(plan, measured);
  for (const check of checks) run.recorder.check(check);
  const all = [...problems, ...offerProblems(measured, load)];
  if (measured.exit.code === null) throw new InfraError(all.join(' '));
  if (all.length > 0) throw new SuiteError(all.join(' '));
}

/** With one of these variables k6 replaces the script's scenarios by one of its own. */
const REPLACES_SCENARIOS = ['K6_VUS', 'K6_DURATION', 'K6_ITERATIONS', 'K6_STAGES'];

function scenariosOf({ k6, inspection }: Plan): Inspection['scenarios'] {
  const env = { ...process.env, ...k6.env };
  return REPLACES_SCENARIOS.some((name) => (env[name] ?? '') !== '') ? {} : inspection.scenarios;
}

function recordMetrics({ run, asked }: Plan, { samples, malformed }: Measured): void {
  for (const metric of finalMetrics(samples, asked)) run.recorder.metric(metric);
  const ended = samples.total.stat({ metric: 'iterations', tags: [] }, 'count')?.samples ?? 0;
  const dropped = { name: 'dropped_iterations.count', value: droppedIterations(samples), unit: 'count' };
  if (ended > 0) run.recorder.metric({ ...dropped, samples: ended });
  if (malformed === 0 && samples.total.dropped === 0) return;
  run.recorder.event('samples-lost', { malformed, ofFurtherMetrics: samples.total.dropped });
}

function recordLoad(
  { run }: Plan,
  { offeredPerSecond, achievedPerSecond, iterations: samples }: OfferedLoad,
) {
  const unit = '1/s';
  run.recorder.metric({ name: 'load.offered_per_second', value: offeredPerSecond, unit, samples });
  run.recorder.metric({ name: 'load.achieved_per_second', value: achievedPerSecond, unit, samples });
}

async function attachFiles({ run }: Plan, { samples }: Measured): Promise<void> {
  const file = (name: string, content: unknown): string => {
    const path = join(run.work, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const { startedAt } = samples.series;
  if (startedAt !== undefined) run.recorder.event('timeseries', { startedAt });
  await run.recorder.attach('timeseries.json', writeSeries(run.work, samples));
  await run.recorder.attach('endpoints.json', file('endpoints.json', samples.endpoints.rows()));
  await run.recorder.attach('histograms.json', file('histograms.json', samples.total.histograms()));
  const log = join(run.work, 'k6.log.ndjson');
  // There is none when k6 had nothing to say.
  if (existsSync(log)) await run.recorder.attach('k6.log.ndjson', log);
}

/** k6 mentions them only when there are some. */
function droppedIterations(samples: LoadSamples): number {
  return samples.total.stat({ metric: 'dropped_iterations', tags: [] }, 'count')?.value ?? 0;
}

function offerProblems({ abortedBy, samples }: Measured, load: OfferedLoad | undefined): readonly string[] {
  if (load === undefined || load.short.length === 0 || abortedBy !== undefined) return [];
  return [
    `the load was not offered: ${load.short.join('; ')}; k6 dropped ${droppedIterations(samples)} for want of free VUs. ` +
      `Fix: raise preAllocatedVUs and maxVUs, or lower the rate if this machine cannot make it.`,
  ];
}
