import type { Environment } from '../../../../kernel/environment.ts';
import type { LoadKnee } from '../../../../kernel/load-evidence.ts';
import type { CheckInput } from '../../../../kernel/recorder.ts';
import type { Plan } from '../plan.ts';
import type { LoadSamples } from '../samples/load-samples.ts';
import type { Tally } from '../samples/tally.ts';
import { type Step, stepName } from './steps.ts';

/** Less than that share of the rate's iterations ended: it was not served. */
const SERVED_AT_LEAST = 0.95;
/** Fewer requests than that say nothing of a 95th percentile. */
const REQUESTS_AT_LEAST = 30;
const DEFAULT_P95_MS = 500;
const DEFAULT_ERRORS = 0.01;

type JudgedStep = LoadKnee['steps'][number];

/**
 * Where the thresholds break: steps are judged in order by the environment's limits (`api.p95` and `web.p95` for requests with
 * that `service`, else `default.p95`; `errors.rate`) and by how much of the rate was served. `rate` is that of the last step
 * before the first that broke; undefined where even the first broke, or none was finished.
 */
export function findKnee(steps: readonly Step[], samples: LoadSamples, environment: Environment): LoadKnee {
  const judged = steps.flatMap((step, index) => judgeStep(step, index, samples, environment) ?? []);
  const firstBroken = judged.findIndex(({ held }) => !held);
  const last = firstBroken < 0 ? judged.at(-1) : judged[firstBroken - 1];
  return { steps: judged, ...(last && { rate: last.rate }) };
}

/** A load that is raised until it breaks is not asked whether everything held, but its first level must have. */
export function firstLevelHolds(knee: LoadKnee): { check?: CheckInput; problem?: string } {
  const [first] = knee.steps;
  if (first === undefined)
    return { problem: 'not one level of the load was finished. Fix: a larger --time-scale.' };
  const outcome = first.held ? 'passed' : 'failed';
  const detail = first.held ? `at ${first.rate}/s` : `at ${first.rate}/s: ${first.broke.join('; ')}`;
  return { check: { id: 'the limits hold at the first level of the load', outcome, durationMs: 0, detail } };
}

/** Two levels in a row that do not hold are no accident: raising the load further tells nothing. */
export function kneeFound({ steps, run }: Plan, samples: LoadSamples): string | undefined {
  if (steps.length === 0) return undefined;
  const judged = findKnee(steps, samples, run.environment).steps;
  const found = judged.some(({ held }, index) => !held && judged[index + 1]?.held === false);
  return found ? 'the thresholds broke at two levels in a row: the knee is found' : undefined;
}

/** Undefined for a step that the run did not get through. */
function judgeStep(
  step: Step,
  index: number,
  samples: LoadSamples,
  environment: Environment,
): JudgedStep | undefined {
  const tally = samples.phases.find(({ name }) => name === stepName(index))?.tally;
  if (tally === undefined || samples.total.lastMs < (samples.startMs ?? Infinity) + step.untilMs)
    return undefined;
  const broke = [...unserved(step, tally), ...tooSlow(tally, environment), ...failing(tally, environment)];
  return { ...step, held: broke.length === 0, broke };
}

function unserved({ rate, fromMs, untilMs }: Step, tally: Tally): readonly string[] {
  const ended = tally.stat({ metric: 'iterations', tags: [] }, 'count')?.value ?? 0;
  const seconds = (untilMs - fromMs) / 1000;
  // One may still be on its way when the step ends.
  if (ended + 1 >= rate * seconds * SERVED_AT_LEAST) return [];
  return [`${(ended / seconds).toFixed(1)} of ${rate} iterations/s ended`];
}

const SERVICES = ['api', 'web'] as const;

/** What the samples are folded for, so that steps can be judged. */
export const KNEE_METRICS: readonly string[] = SERVICES.map(
  (service) => `http_req_duration{service:${service}}.p95`,
);

function tooSlow(tally: Tally, { thresholds }: Environment): readonly string[] {
  const tagged = SERVICES.flatMap((service) => {
    const p95 = tally.stat(
      { metric: 'http_req_duration', tags: [{ name: 'service', value: service }] },
      'p95',
    );
    return p95 === undefined ? [] : [{ of: service, p95, limit: thresholds[`${service}.p95`] }];
  });
  const whole = tally.stat({ metric: 'http_req_duration', tags: [] }, 'p95');
  const all =
    tagged.length > 0 || whole === undefined ? tagged : [{ of: 'all', p95: whole, limit: undefined }];
  if (all.length === 0) return ['no request was answered'];
  const enough = all.filter(({ p95 }) => p95.samples >= REQUESTS_AT_LEAST);
  if (enough.length === 0)
    return [`fewer than ${REQUESTS_AT_LEAST} requests of a service were answered: too few to judge by`];
  return enough.flatMap(({ of, p95, limit = thresholds['default.p95'] ?? DEFAULT_P95_MS }) => {
    return p95.value < limit ? [] : [`${of}: p95 ${p95.value.toFixed(0)} ms, less than ${limit} ms wanted`];
  });
}

function failing(tally: Tally, { thresholds }: Environment): readonly string[] {
  const rate = tally.stat({ metric: 'http_req_failed', tags: [] }, 'rate');
  const limit = thresholds['errors.rate'] ?? DEFAULT_ERRORS;
  if (rate === undefined || rate.value < limit) return [];
  return [`${(100 * rate.value).toFixed(1)} % of requests failed, less than ${100 * limit} % wanted`];
}
