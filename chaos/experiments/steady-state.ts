import type { Threshold } from '../../kernel/suite.ts';

/** A phase of 5 s at 5 requests a second gives 25; fewer than this and it says nothing. */
const MIN_SAMPLES = 15;

/** Steady state of the API in a phase without a fault: the environment's own limits. */
export function steadyState(phase: 'before' | 'after'): readonly Threshold[] {
  return [
    {
      metric: `${phase}.http_req_failed.rate`,
      op: '<=',
      limit: { environment: 'errors.rate' },
      unit: 'ratio',
      minSamples: MIN_SAMPLES,
    },
    {
      metric: `${phase}.http_req_duration.p95`,
      op: '<=',
      limit: { environment: 'api.p95' },
      unit: 'ms',
      minSamples: MIN_SAMPLES,
    },
  ];
}

/** The system is back that soon after the fault. */
export function recoversWithin(limitMs: number): Threshold {
  return { metric: 'recovery_ms', op: '<=', limit: limitMs, unit: 'ms', minSamples: 1 };
}
