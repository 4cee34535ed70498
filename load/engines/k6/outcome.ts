import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InfraError, SuiteError } from '../../../kernel/errors.ts';
import type { Metric } from '../../../kernel/evidence.ts';
import { LOAD_EVENTS } from '../../../kernel/load-evidence.ts';
import { assess } from './assess.ts';
import { asksForDrift, findDrift, recordDrift } from './drift/drift.ts';
import { kneeOfRun, stepsOfRun } from './knee/of-run.ts';
import { DASHBOARD } from './process/dashboard.ts';
import { writeSeries } from './samples/journal.ts';
import { changed, type LoadCheck } from './load-check.ts';
import type { Measured } from './measure.ts';
import { judgedChecks, judgeOffer, recordOffer } from './offer/judge-offer.ts';
import { offeredLoad } from './offer/missed-iterations.ts';
import type { OfferProblem } from './offer/offer-facts.ts';
import { sayOfferProblems } from './offer/offer-problems.ts';
import { openOutcome } from './open-outcome.ts';
import { outcomeMetrics } from './outcome-metrics.ts';
import type { Plan } from './plan.ts';
import { withoutStarved } from './starved-thresholds.ts';

/** Records metrics, files and checks; then throws if anything leaves the outcome open. */
export async function recordOutcome(plan: Plan, measured: Measured): Promise<void> {
  const { run } = plan;
  const metrics = outcomeMetrics(plan, measured);
  recordMetrics(plan, measured, metrics);
  await attachFiles(plan, measured);
  if (run.signal.aborted) return;
  const { checks, problems } = assess(plan, measured);
  if (plan.judged === 'by step') recordKnee(plan, measured);
  if (plan.judged === 'each step')
    run.recorder.event(LOAD_EVENTS.levels, { steps: stepsOfRun(plan, measured).steps });
  const ofOffer = offerProblemsIn(plan, measured);
  const counted = withBundle(judgedChecks(checks, ofOffer), plan.bundledFor);
  const judged = withoutStarved(plan, measured, counted, metrics);
  for (const { check } of judged.checks) run.recorder.check(check);
  const all = [...problems, ...sayOfferProblems(ofOffer), ...judged.problems];
  if (measured.exit.code === null) throw new InfraError(openOutcome(all));
  if (all.length > 0) throw new SuiteError(openOutcome(all));
}

/** Whoever reads of an outcome is told that k6 alone would have had none. */
function withBundle(checks: readonly LoadCheck[], bundledFor: string | undefined): readonly LoadCheck[] {
  if (bundledFor === undefined) return checks;
  const note = `the script was run as a bundle, for k6 by itself cannot load it: ${bundledFor}`;
  return checks.map((one) => {
    const { detail } = one.check;
    return changed(one, { detail: detail === undefined ? note : `${detail}; ${note}` });
  });
}

function recordMetrics(plan: Plan, measured: Measured, metrics: readonly Metric[]): void {
  const { recorder } = plan.run;
  for (const metric of metrics) recorder.metric(metric);
  const { malformed, samples, buckets, watched } = measured;
  const { thresholds } = plan.run.suite;
  if (asksForDrift(thresholds, plan.chosen?.name))
    recordDrift(recorder, findDrift(buckets, watched.buckets, thresholds));
  if (malformed === 0 && samples.total.dropped === 0) return;
  recorder.event('samples-lost', { malformed, ofFurtherMetrics: samples.total.dropped });
}

/** The rate is a metric only where a step was held, and decides something: a threshold on it is unknown otherwise. */
function recordKnee(plan: Plan, measured: Measured): void {
  const { run } = plan;
  const { knee, undecided } = kneeOfRun(plan, measured);
  run.recorder.event(LOAD_EVENTS.knee, knee);
  const held = knee.steps.filter((step) => step.held).length;
  if (knee.rate !== undefined && undecided === undefined)
    run.recorder.metric({ name: 'knee.rate', value: knee.rate, unit: '1/s', samples: held });
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
  // There is no log when k6 had nothing to say, and no dashboard of long or very short runs.
  for (const name of ['k6.log.ndjson', DASHBOARD]) {
    const path = join(run.work, name);
    if (existsSync(path)) await run.recorder.attach(name, path);
  }
}

function offerProblemsIn(plan: Plan, { offer, log, samples, abortedBy }: Measured): readonly OfferProblem[] {
  const load = offeredLoad(plan.scenarios, samples.iterations);
  const problems = judgeOffer(plan, { offer, loggedFailures: log.ownFailures.all(), load, abortedBy });
  recordOffer(plan.run.recorder, offer, problems);
  return problems;
}
