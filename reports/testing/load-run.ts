import type { Evidence } from '../../kernel/evidence.ts';
import { gate } from '../../kernel/gate.ts';
import type { Comparison } from '../load/comparison.ts';
import type { ReportInput } from '../model/input.ts';
import { driftEvent, kneeEvent, stressBuckets, stressGauges, stressPlan } from './load-events.ts';
import { sampleRun } from './sample-run.ts';
import { artifact, at, evidence, limit, metric, planned, suite, type SuiteSample } from './suite-samples.ts';

const THRESHOLDS = [
  limit('http_req_duration{service:api}.p95', '<=', 300, 'ms'),
  limit('http_req_duration{service:web}.p95', '<=', 500, 'ms'),
  limit('http_req_failed.rate', '<', 0.01, 'ratio'),
  limit('target.api.cpu_ratio.avg', '<', 0.7, 'ratio', 5),
];

function loadSuite(
  name: `load/${string}`,
  title: string,
  seconds: number,
  more: Partial<Evidence>,
): SuiteSample {
  const plan = planned(
    suite(name, title, {
      engine: 'k6',
      owner: 'Platform team',
      weight: 'alone',
      proves: ['PER-02'],
      thresholds: THRESHOLDS,
      expects: { checks: 0 },
    }),
    'perf',
  );
  return { planned: plan, evidence: evidence(plan, [68, 72 + seconds], more) };
}

const METRICS = [
  metric('http_req_duration{service:api}.p95', 412, 'ms', 61_000),
  metric('http_req_duration{service:web}.p95', 361, 'ms', 14_000),
  metric('http_req_failed.rate', 0.0041, 'ratio', 75_000),
  metric('target.api.cpu_ratio.avg', 0.62, 'ratio', 90),
  metric('load.offered_per_second', 125, '1/s', 22_500),
  metric('load.achieved_per_second', 121.6, '1/s', 22_500),
];

let made: readonly SuiteSample[] | undefined;

/** A whole stress, a knee, a day of soak, and one that was killed; made once. */
function loadSuites(): readonly SuiteSample[] {
  return (made ??= [
    loadSuite('load/stress', 'The API holds its limits while arrivals climb to 200/s', 180, {
      metrics: METRICS,
      events: [
        stressPlan(180, { scale: { time: 0.1, rate: 0.5 }, workers: 2 }),
        ...stressBuckets(180, 180, true),
        ...stressGauges(180, 180, true),
      ],
      artifacts: [artifact('k6-dashboard.html')],
    }),
    loadSuite('load/knee', 'The rate at which the limits break', 150, {
      metrics: METRICS,
      events: [
        stressPlan(150, { profile: 'knee' }),
        ...stressBuckets(150, 150, true),
        ...stressGauges(150, 150, true),
        kneeEvent(),
      ],
    }),
    loadSuite('load/soak', 'A day of the mix, without drift', 86_400, {
      metrics: METRICS,
      events: [
        stressPlan(86_400, { profile: 'soak' }),
        ...stressBuckets(86_400, 86_400, false),
        ...stressGauges(86_400, 86_400, false),
        driftEvent(),
      ],
    }),
    loadSuite('load/killed', 'Cut short after 200 s', 200, {
      metrics: [],
      events: [
        stressPlan(86_400, { profile: 'soak' }),
        ...stressBuckets(200, 86_400, false),
        ...stressGauges(200, 86_400, false),
      ],
      ending: 'interrupted',
    }),
  ]);
}

export function sampleComparison(): Comparison {
  const windows = { before: 18, after: 18 };
  const row = { effectIs: 'relative', windows, decides: true } as const;
  return {
    format: 1,
    run: 'load',
    comparedAt: at(300),
    verdict: 'fail',
    rule: { alpha: 0.02, minimumEffect: 0.05, minimumDifference: 0.005 },
    suites: [
      {
        suite: 'load/stress',
        baseline: {
          run: '20261120_0312_main_9be41c7_77aa',
          branch: 'main',
          commit: '9be41c7d02aa91',
          date: '2026-11-20T03:12:00Z',
          file: 'baselines/main/load-stress.json',
          chosen: 'main: this branch has none',
        },
        verdict: 'fail',
        despite: ['cores: 4 before, 2 now'],
        rows: [
          {
            ...row,
            measure: 'p50',
            group: 'all',
            unit: 'ms',
            before: 71,
            after: 72.4,
            effect: 0.0197,
            p: 0.41,
            verdict: 'alike',
          },
          {
            ...row,
            measure: 'p95',
            group: 'all',
            unit: 'ms',
            before: 151,
            after: 212,
            effect: 0.404,
            p: 0.0002,
            verdict: 'worse',
          },
          {
            ...row,
            measure: 'errors',
            group: 'all',
            unit: 'share',
            before: 0.0002,
            after: 0.0041,
            effect: 0.0039,
            effectIs: 'difference',
            p: 0.03,
            verdict: 'alike',
          },
          {
            ...row,
            measure: 'throughput',
            group: 'all',
            unit: 'requests/s',
            before: 248,
            after: 243,
            effect: -0.02,
            p: 0.6,
            verdict: 'alike',
          },
          {
            ...row,
            measure: 'p95',
            group: 'api:uploads',
            unit: 'ms',
            before: 655,
            after: 640,
            effect: -0.023,
            p: 0.5,
            verdict: 'alike',
          },
          {
            ...row,
            measure: 'api.memory_bytes',
            group: 'target',
            unit: 'bytes',
            before: 181e6,
            after: 208e6,
            effect: 0.149,
            verdict: 'worse',
            decides: false,
          },
          {
            ...row,
            measure: 'p95',
            group: 'web:dashboard',
            unit: 'ms',
            windows: { before: 18, after: 2 },
            after: 290,
            verdict: 'unknown',
            decides: false,
          },
        ],
      },
      {
        suite: 'load/knee',
        verdict: 'unknown',
        reason: 'main has no baseline of load/knee.',
        fix: './harness baseline save',
        despite: [],
        rows: [],
      },
    ],
  };
}

/** A run of load suites alone, judged by the real gate. */
export function loadRun(): ReportInput {
  const input = sampleRun('pass');
  const suites = loadSuites();
  const run = { ...input.run, planned: suites.map((one) => one.planned) };
  const evidences = suites.flatMap((one) => (one.evidence ? [one.evidence] : []));
  const policy = { required: [], mustProve: [], flakes: 0 };
  const decision = gate({ planned: run.planned, evidences, policy, waivers: [], now: input.now });
  return {
    ...input,
    run,
    evidences,
    policy,
    decision,
    decisions: decision.suites,
    series: new Map(),
    comparison: sampleComparison(),
  };
}
