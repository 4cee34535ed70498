import type { Environment } from '../../../../kernel/environment.ts';
import type { Tally } from '../samples/tally.ts';
import { USUAL_ERRORS, USUAL_P95_MS } from '../thresholds/usual-limits.ts';

/** Fewer requests than that say nothing of a 95th percentile, nor of a share of errors. */
export const REQUESTS_AT_LEAST = 30;
const SERVICES = ['api', 'web'] as const;

/** What the samples are folded for, so that steps can be judged. */
export const KNEE_METRICS: readonly string[] = SERVICES.map(
  (service) => `http_req_duration{service:${service}}.p95`,
);

/** What a stretch of the load says of the environment's limits. */
export interface LimitsIn {
  /** What was measured, for people. */
  readonly observed: readonly string[];
  /** A sentence for each limit that did not hold. */
  readonly broke: readonly string[];
  /** A sentence for each service of the load that was asked too little to be judged. */
  readonly few: readonly string[];
  /** At least one service's latency could be judged. */
  readonly isJudged: boolean;
}

interface Asked {
  readonly of: string;
  readonly limitMs: number;
  readonly p95: { readonly value: number; readonly samples: number } | undefined;
}

/**
 * Judges a stretch by `api.p95` and `web.p95` for requests with that `service`, else by `default.p95` over all, and by `errors.rate`.
 * `all`, the stretches of the load, tell which services it asks at all: one without a single request in this one is missed. What
 * `setup()` asks is in none.
 */
export function limitsIn(stretch: Tally, all: readonly Tally[], { thresholds }: Environment): LimitsIn {
  const asked = askedIn(stretch, all, thresholds);
  const judged = asked.flatMap(({ p95, ...one }) =>
    p95 !== undefined && p95.samples >= REQUESTS_AT_LEAST ? [{ ...one, p95 }] : [],
  );
  const errors = errorsIn(stretch, thresholds['errors.rate'] ?? USUAL_ERRORS);
  return {
    observed: [
      ...judged.map(({ of, p95 }) => `${of}: p95 ${p95.value.toFixed(0)} ms of ${p95.samples} requests`),
      ...errors.observed,
    ],
    broke: [
      ...judged
        .filter(({ p95, limitMs }) => p95.value >= limitMs)
        .map(
          ({ of, p95, limitMs }) => `${of}: p95 ${p95.value.toFixed(0)} ms, less than ${limitMs} ms wanted`,
        ),
      ...errors.broke,
    ],
    few: asked
      .filter(({ p95 }) => (p95?.samples ?? 0) < REQUESTS_AT_LEAST)
      .map(({ of, p95 }) => `${of}: ${p95?.samples ?? 0} requests, at least ${REQUESTS_AT_LEAST} are needed`),
    isJudged: judged.length > 0,
  };
}

function askedIn(
  stretch: Tally,
  all: readonly Tally[],
  thresholds: Environment['thresholds'],
): readonly Asked[] {
  const usualMs = thresholds['default.p95'] ?? USUAL_P95_MS;
  const tagged = SERVICES.filter((service) => all.some((one) => p95Of(one, service) !== undefined));
  if (tagged.length === 0) return [{ of: 'all', limitMs: usualMs, p95: p95Of(stretch) }];
  return tagged.map((service) => {
    const limitMs = thresholds[`${service}.p95`] ?? usualMs;
    return { of: service, limitMs, p95: p95Of(stretch, service) };
  });
}

function p95Of(tally: Tally, service?: string) {
  const tags = service === undefined ? [] : [{ name: 'service', value: service }];
  return tally.stat({ metric: 'http_req_duration', tags }, 'p95');
}

function errorsIn(stretch: Tally, limit: number): Pick<LimitsIn, 'observed' | 'broke'> {
  const rate = stretch.stat({ metric: 'http_req_failed', tags: [] }, 'rate');
  if (rate === undefined || rate.samples < REQUESTS_AT_LEAST) return { observed: [], broke: [] };
  const failed = `${(100 * rate.value).toFixed(1)} % of requests failed`;
  return {
    observed: [failed],
    broke: rate.value < limit ? [] : [`${failed}, less than ${100 * limit} % wanted`],
  };
}
