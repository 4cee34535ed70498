import { expect, it } from 'vitest';
import type { Measured } from './measure.ts';
import { outcomeMetrics } from './outcome-metrics.ts';
import type { Plan } from './plan.ts';
import { LoadSamples } from './samples/load-samples.ts';
import { row } from './samples/testing/row.ts';

const SECONDS = 10;

/** The metrics of ten seconds at five iterations and ten requests a second; of nothing at all where `sent` is false. */
function metricsAt(rate: number, judged: Plan['judged'] = 'as a whole', sent = true) {
  const samples = new LoadSamples([], new Map(), [], undefined);
  for (let at = 0; sent && at < SECONDS * 1000; at += 200) {
    samples.add(row('iterations', 1_000_000 + at, 1, { scenario: 'main' }));
    for (const ms of [0, 100]) samples.add(row('http_reqs', 1_000_000 + at + ms, 1, { scenario: 'main' }));
  }
  const main = { executor: 'constant-arrival-rate', rate: 5, timeUnit: '1s', duration: `${SECONDS}s` };
  const plan = { asked: [], judged, scenarios: { main }, chosen: { scale: { time: 1, rate } } };
  const measured = { samples, watched: { metrics: [], buckets: [] } };
  const metrics = outcomeMetrics(plan as unknown as Plan, measured as unknown as Measured);
  return (name: string) => metrics.find((one) => one.name === name);
}

it('what was carried is told as it would be under the whole profile', () => {
  const [whole, shrunk] = [metricsAt(1), metricsAt(0.25)];
  expect(whole('load.iterations_at_full_rate')).toMatchObject({ value: 5, unit: '1/s', samples: 50 });
  expect(shrunk('load.iterations_at_full_rate')).toMatchObject({ value: 20, samples: 50 });
  const requests = whole('load.requests_at_full_rate')?.value ?? Number.NaN;
  expect(requests).toBeCloseTo(10, 0);
  expect(shrunk('load.requests_at_full_rate')?.value).toBeCloseTo(4 * requests);
});

it.each([
  ['nothing was carried', metricsAt(1, 'as a whole', false)],
  ['the load is raised until it breaks', metricsAt(1, 'by step')],
])('where %s there is no such metric, so that a limit on it is unknown', (_, metric) => {
  for (const name of ['iterations', 'requests']) expect(metric(`load.${name}_at_full_rate`)).toBeUndefined();
});
