import type { SeriesPoint } from '../load/series.ts';
import {
  artifact,
  check,
  evidence,
  limit,
  metric,
  planned,
  suite,
  type SuiteSample,
} from './suite-samples.ts';

/** A load with a knee: latency and errors rise in the last third when it is `slow`. */
export function loadSeries(slow: boolean): readonly SeriesPoint[] {
  return Array.from({ length: 120 }, (_, second) => {
    const stage = Math.min(1, second / 60);
    const requests = Math.round(50 + 150 * stage + 6 * Math.sin(second / 3));
    const strain = slow && second > 75 ? (second - 75) / 45 : 0;
    const p50 = 38 + 9 * stage + 5 * Math.sin(second / 5) + 90 * strain;
    return {
      second,
      requests,
      errors: strain > 0.4 ? Math.round(requests * 0.03 * strain) : 0,
      p50,
      p95: p50 * 2.6 + 20 * Math.sin(second / 4) + 260 * strain,
      p99: p50 * 3.9 + 30 * Math.sin(second / 2) + 420 * strain,
    };
  });
}

const THRESHOLDS = [
  limit('http_req_duration.p95', '<=', 300, 'ms'),
  limit('http_req_duration.p99', '<=', 800, 'ms'),
  limit('http_req_failed', '<', 0.01, 'ratio'),
  limit('http_reqs.rate', '>=', 120, 'requests/s'),
];

export function peakSample(slow: boolean): SuiteSample {
  const plan = planned(
    suite('load/peak', 'The API holds its limits while arrivals climb from 50 to 200 requests/s', {
      engine: 'k6',
      owner: 'Platform team',
      weight: 'alone',
      proves: ['PER-02/stress', 'PER-05'],
      thresholds: THRESHOLDS,
      expects: { checks: 0 },
    }),
    'perf',
  );
  return {
    planned: plan,
    evidence: evidence(plan, [70, 196], {
      metrics: [
        metric('http_req_duration.p50', slow ? 71 : 47.2, 'ms', 20_431),
        metric('http_req_duration.p95', slow ? 412.3 : 138.4, 'ms', 20_431),
        metric('http_req_duration.p99', slow ? 731 : 211.7, 'ms', 20_431),
        metric('http_req_failed', slow ? 0.0041 : 0.0002, 'ratio', 20_431),
        metric('http_reqs.rate', 170.2, 'requests/s', 20_431),
        metric('endpoint.GET /api/alerts.p95', 118, 'ms', 8120),
        metric('endpoint.GET /api/alerts.requests', 8120, 'requests', 8120),
        metric('endpoint.POST /api/uploads.p95', slow ? 913 : 240, 'ms', 2044),
        metric('endpoint.POST /api/uploads.requests', 2044, 'requests', 2044),
      ],
      artifacts: ['timeseries.json', 'summary.json', 'dashboard.html'].map(artifact),
    }),
  };
}

/** A load suite whose tool offered nothing: no sample, so no answer. */
export function emptySmokeSample(empty: boolean): SuiteSample {
  const plan = planned(
    suite('load/smoke', 'A minute of light load over every endpoint', {
      engine: 'k6',
      owner: 'Platform team',
      proves: ['PER-01'],
      thresholds: THRESHOLDS.slice(0, 1),
      expects: { checks: 0 },
    }),
    'perf',
  );
  return {
    planned: plan,
    evidence: evidence(plan, [33, 69], {
      metrics: empty ? [] : [metric('http_req_duration.p95', 96.1, 'ms', 1210)],
      checks: empty ? [] : [check('smoke.k6.ts › status is 200', ['PER-01'])],
      ...(empty && {
        ending: {
          error: 'k6 sent no request: every iteration threw `TypeError: Cannot read properties of undefined`',
          cause: 'suite' as const,
          fix: 'run ./harness run load/smoke --env staging --headed and look at line 12 of smoke.k6.ts',
        },
      }),
    }),
  };
}
