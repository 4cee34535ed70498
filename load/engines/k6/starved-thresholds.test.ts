import { expect, it } from 'vitest';
import { breaksBySlowness, type MeasuredThreshold } from './starved-thresholds.ts';

const threshold = (metric: string, op: string, unit: string, value = 0.01): MeasuredThreshold => ({
  metric,
  op,
  unit,
  limit: value,
  samples: 1000,
});
const LATE = { failed: 50, timedOut: 45, isNear: true };

it.each<[string, boolean, MeasuredThreshold, Partial<typeof LATE>]>([
  ['a latency', true, threshold('http_req_duration{service:api}.p95', '<', 'ms'), {}],
  ['a trend of the script', true, threshold('workflow_ms.p95', '<=', 'ms'), {}],
  [
    'a latency that its fastest request broke',
    false,
    { ...threshold('http_req_duration.p95', '<', 'ms', 50), least: 60 },
    {},
  ],
  [
    'a latency that its fastest request kept',
    true,
    { ...threshold('http_req_duration.p95', '<', 'ms', 50), least: 40 },
    {},
  ],
  [
    'a latency of few requests',
    true,
    { ...threshold('http_req_duration.p95', '<', 'ms', 50), least: 60, samples: 9 },
    {},
  ],
  ['recovery', true, threshold('recovery_ms', '<', 'ms'), {}],
  ['what is to be slow', false, threshold('during.http_req_waiting.p50', '>', 'ms'), {}],
  ['throughput', true, threshold('load.iterations_at_full_rate', '>=', '1/s'), {}],
  ['a rate that may not be passed', false, threshold('http_reqs.rate', '<', '1/s'), {}],
  ['errors that are time-outs', true, threshold('http_req_failed.rate', '<', 'ratio'), {}],
  [
    'errors that break the limit by themselves',
    false,
    threshold('http_req_failed.rate', '<', 'ratio', 0.005),
    {},
  ],
  [
    'errors without a time-out',
    false,
    threshold('http_req_failed.rate', '<', 'ratio'),
    { failed: 5, timedOut: 0 },
  ],
  [
    'errors of a part, all of which may be the answered ones',
    false,
    { ...threshold('http_req_failed{service:api}.rate', '<', 'ratio'), samples: 400 },
    {},
  ],
  ['checks of answers', false, threshold('checks.rate', '>', 'ratio'), {}],
  ['the loop of a target that runs here', true, threshold('target.api.event_loop_lag_ms.avg', '<', 'ms'), {}],
  [
    'the loop of a target elsewhere',
    false,
    threshold('target.api.event_loop_lag_ms.avg', '<', 'ms'),
    { isNear: false },
  ],
  ['a queue of a target that runs here', true, threshold('target.worker.queue_depth.avg', '<', 'jobs'), {}],
  ["the target's CPU", false, threshold('target.api.cpu_ratio.avg', '<', 'ratio'), {}],
  ["the target's memory", false, threshold('target.api.memory_ratio.max', '<', 'ratio'), {}],
  ['latency that rises', true, threshold('drift.latency_p95.change', '<', 'ratio'), { isNear: false }],
  ['a queue that rises', true, threshold('drift.worker.queue_depth.change', '<', 'jobs'), {}],
  ['memory that rises', false, threshold('drift.api.memory_mb.change', '<', 'ratio'), {}],
  ['findings', false, threshold('findings.high', '==', 'findings', 0), {}],
])('%s: a machine without CPU breaks it by itself: %s', (_, expected, one, slowness) => {
  expect(breaksBySlowness(one, { ...LATE, ...slowness })).toBe(expected);
});
