import { environmentSchema } from '../../../../../kernel/environment.ts';
import { parseMetricName } from '../../samples/metric-name.ts';
import { LoadSamples } from '../../samples/load-samples.ts';
import { row } from '../../samples/testing/row.ts';
import { KNEE_METRICS } from '../limits.ts';
import { phasesOf, type Step, stepsOf } from '../steps.ts';

export const environment = environmentSchema.parse({
  name: 'here',
  title: 'T',
  owner: 'o',
  target: 't',
  allows: [],
  thresholds: { 'api.p95': 100, 'errors.rate': 0.01 },
});

/** A second of a rise, then three at the rate; one after the other. */
export function steppedTo(rates: readonly number[], unit: Step['unit'] = 'iterations/s'): readonly Step[] {
  const stages = rates.flatMap((target, index) => [
    { fromMs: index * 4000, untilMs: index * 4000 + 1000, from: rates[index - 1] ?? 0, target },
    { fromMs: index * 4000 + 1000, untilMs: (index + 1) * 4000, from: target, target },
  ]);
  return stepsOf([{ scenario: 'main', unit, stages }]);
}

export interface Load {
  /** Of a request at that rate, the n-th of it. */
  readonly ms: (rate: number, index: number) => number;
  readonly failed?: (rate: number) => boolean;
  readonly served?: (rate: number) => number;
  readonly untilMs?: number;
  /** Without HTTP, nothing is said of requests. */
  readonly protocol?: 'http' | 'ws';
  /** The service that setup() sent one request to. */
  readonly setup?: string;
}

const ORIGIN = 1_000_000;

/** What k6 says of such a load: one request to the API in each iteration. */
export function samplesOf(steps: readonly Step[], load: Load): LoadSamples {
  const { ms, failed = () => false, served = (rate: number) => rate } = load;
  const { untilMs: endMs = (steps.at(-1)?.untilMs ?? 0) + 1 } = load;
  const selectors = KNEE_METRICS.flatMap((name) => parseMetricName(name)?.selector ?? []);
  const samples = new LoadSamples(selectors, new Map(), phasesOf(steps), ORIGIN);
  if (load.setup !== undefined)
    samples.add(row('http_req_duration', ORIGIN - 500, 5, { service: load.setup }));
  for (const { rate, fromMs, untilMs } of steps) {
    const every = 1000 / served(rate);
    if (every === Infinity) continue;
    for (let at = fromMs, index = 0; at < Math.min(untilMs, endMs); at += every, index++) {
      const tags = { service: 'api', scenario: 'main' };
      samples.add(row('iterations', ORIGIN + at, 1, tags));
      if (load.protocol === 'ws') continue;
      samples.add(row('http_req_duration', ORIGIN + at, ms(rate, index), tags));
      samples.add(row('http_req_failed', ORIGIN + at, failed(rate) ? 1 : 0, tags));
    }
  }
  samples.add(row('vus', ORIGIN + endMs, 1));
  return samples;
}
