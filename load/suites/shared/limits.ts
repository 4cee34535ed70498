import type { Threshold } from '../../../kernel/suite.ts';

/** How many requests at least a limit is judged from. */
export interface Amounts {
  readonly api: number;
  readonly web: number;
  readonly all: number;
}

/** The environment's limits for latency of API and web, and for errors. */
export function usualLimits({ api, web, all }: Amounts): Threshold[] {
  return [
    latency('api', api),
    latency('web', web),
    {
      metric: 'http_req_failed.rate',
      op: '<',
      limit: { environment: 'errors.rate' },
      unit: 'ratio',
      minSamples: all,
    },
  ];
}

function latency(service: 'api' | 'web', minSamples: number): Threshold {
  const limit = { environment: `${service}.p95` };
  return { metric: p95Of(service), op: '<', limit, unit: 'ms', minSamples };
}

function p95Of(service: 'api' | 'web'): string {
  return `http_req_duration{service:${service}}.p95`;
}

/** What those limits are set on, for `options.metrics`. */
export const USUAL_METRICS = [p95Of('api'), p95Of('web')];
