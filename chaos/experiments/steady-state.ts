import type { Threshold } from '../../kernel/suite.ts';

/** A phase of 5 s at 5 requests a second gives 25; fewer than this and it says nothing. */
const MIN_SAMPLES = 15;

/** What each experiment shows by itself, whatever the fault. */
export const ALWAYS_PROVEN = [
  'RES-03/stated',
  'RES-03/during',
  'RES-03/after',
  'RES-03/put-back',
  'RES-05/recovery-time',
];

/**
 * Steady state of the API in a phase without a fault: the environment's own limits. Those before the fault are the condition for
 * looking at it: what breaks them is nothing that the fault did, and no requirement is proven or broken by it. Those after it prove
 * that it has recovered, and `borne`: which fault was borne.
 */
export function steadyState(phase: 'before' | 'after', ...borne: readonly string[]): readonly Threshold[] {
  const said = { proves: phase === 'before' ? [] : ['RES-03/after', ...borne] };
  return [
    {
      ...said,
      metric: `${phase}.http_req_failed.rate`,
      op: '<=',
      limit: { environment: 'errors.rate' },
      unit: 'ratio',
      minSamples: MIN_SAMPLES,
    },
    {
      ...said,
      metric: `${phase}.http_req_duration.p95`,
      op: '<=',
      limit: { environment: 'api.p95' },
      unit: 'ms',
      minSamples: MIN_SAMPLES,
    },
  ];
}

/** The system is back that soon after the fault. */
export function recoversWithin(limitMs: number, ...borne: readonly string[]): Threshold {
  const proves = ['RES-03/after', 'RES-05/recovery-time', ...borne];
  return { metric: 'recovery_ms', op: '<=', limit: limitMs, unit: 'ms', minSamples: 1, proves };
}
