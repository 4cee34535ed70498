import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../kernel/evidence.ts';
import { gate, type GateDecision } from '../../kernel/gate.ts';
import { filesOf, filesOfCheck, roleOf } from '../model/artifacts.ts';
import { timelineOf } from './chaos-timeline.ts';
import { endpointsOf } from '../load/endpoints.ts';
import { loadPlots } from '../load/load-plots.ts';
import type { ReportInput } from '../model/input.ts';
import { buildModel, summaryOf } from '../model/model.ts';
import { levelOf } from '../model/security-findings.ts';
import { seriesSchema } from '../load/series.ts';
import type { SuiteRow } from '../model/suite-row.ts';
import { loadSeries } from '../testing/load-samples.ts';
import { sampleRun, type Sample } from '../testing/sample-run.ts';
import { limit } from '../testing/suite-samples.ts';

function suiteOf(sample: Sample, name: string): SuiteRow {
  const found = buildModel(sampleRun(sample)).suites.find((suite) => suite.name === name);
  if (found === undefined) throw new Error(`no suite ${name}`);
  return found;
}

function rejudged(input: ReportInput): GateDecision {
  return gate({ ...input, planned: input.run.planned });
}

function changed(row: SuiteRow, more: Partial<Evidence>): SuiteRow {
  if (row.evidence === undefined) throw new Error('no evidence');
  return { ...row, evidence: { ...row.evidence, ...more } };
}

describe('thresholds as rows', () => {
  it.each([
    ['http_req_duration.p95', 'fail', '412 ms > 300 ms'],
    ['http_req_duration.p99', 'pass', '731 ms ≤ 800 ms'],
    ['http_req_failed', 'pass', '0.41 % < 1 %'],
    ['http_reqs.rate', 'pass', '170 ≥ 120 requests/s'],
  ])('%s: %s, %s', (metric, verdict, relation) =>
    expect(suiteOf('fail', 'load/peak').thresholds.find((row) => row.metric === metric)).toMatchObject({
      verdict,
      relation,
    }),
  );

  it('without a value have no bar', () => {
    const [row] = suiteOf('unknown', 'load/smoke').thresholds;
    expect(row).toMatchObject({ verdict: 'unknown', relation: 'not measured', value: 'not measured' });
    expect(row).not.toHaveProperty('bar');
  });

  it('with too few samples say how many are needed', () => {
    const row = suiteOf('pass', 'load/smoke');
    const metrics = row.evidence?.metrics.map((metric) => ({ ...metric, samples: 3 })) ?? [];
    const input = sampleRun('pass');
    const evidences = input.evidences.map((one) => (one.suite.name === row.name ? { ...one, metrics } : one));
    const decision = rejudged({ ...input, evidences });
    const judged = { ...input, evidences, decision, decisions: decision.suites };
    const smoke = buildModel(judged).suites.find((suite) => suite.name === row.name);
    expect(smoke?.thresholds[0]?.relation).toBe('96.1 ms from 3 samples, 100 needed');
  });
});

describe('load over time', () => {
  it('is drawn as three plots, with the limits of the suite in them', () => {
    const plots = loadPlots(suiteOf('fail', 'load/peak')).map(String);
    expect(plots).toHaveLength(3);
    expect(plots[1]).toContain('class="limit p95"');
    expect(plots[1]).toContain('aria-label="Latency: p50 from');
    expect(plots[0]).toContain('class="limit rate"');
    expect(plots[2]).toContain('class="limit errors"');
  });

  it('is not drawn without measurements', () => {
    expect(loadPlots(suiteOf('fail', 'load/smoke'))).toEqual([]);
    expect(loadPlots({ ...suiteOf('fail', 'load/peak'), series: [] })).toEqual([]);
  });

  it('accepts what a load tool attaches, with nothing for a second without a request', () =>
    expect(seriesSchema.parse([{ second: 0, requests: 0, errors: 0, p50: null }])).toHaveLength(1));
});

describe('limits on a plot', () => {
  it('say what they hold for, and leave out what is not drawn', () => {
    const row = suiteOf('pass', 'load/peak');
    if (row.evidence === undefined) throw new Error('no evidence');
    const thresholds = [
      limit('http_req_duration{service:api}.p95', '<', 300, 'ms'),
      limit('http_req_duration{service:web}.p95', '<', 500, 'ms'),
      limit('http_req_waiting.p95', '<', 100, 'ms'),
    ];
    const [, latency] = loadPlots(changed(row, { suite: { ...row.evidence.suite, thresholds } })).map(String);
    expect(latency).toContain('limit of service:api 300 ms, limit of service:web 500 ms');
    expect(latency?.match(/class="limit/g)).toHaveLength(2);
  });

  it('on a rate are per second, also when a point stands for more', () => {
    const series = [0, 8, 16].map((second) => ({ second, requests: 80, errors: 0 }));
    const [rate] = loadPlots({ ...suiteOf('pass', 'load/peak'), series }).map(String);
    expect(rate).toContain('rate max 10/s');
  });
});

describe('endpoints', () => {
  it('are a table of the metrics that name one, slowest first', () => {
    const { columns, rows } = endpointsOf(suiteOf('fail', 'load/peak'));
    expect(columns).toEqual(['Requests', 'Rate', 'p95']);
    expect(rows.map(({ name, values }) => [name, ...values])).toEqual([
      ['POST /api/uploads', '2,044', '17/s', '913 ms'],
      ['GET /api/alerts', '8,120', '67.7/s', '118 ms'],
    ]);
  });
});

describe('the timeline of an experiment', () => {
  const NAME = 'chaos/api-postgres-latency';

  it('places phases, faults and recovery on the whole', () => {
    const timeline = timelineOf(suiteOf('pass', NAME));
    expect(timeline?.phases.map((span) => span.name)).toEqual(['before', 'during', 'after']);
    expect(timeline?.phases[1]).toMatchObject({ left: 32.26, width: 34.68 });
    expect(timeline?.faults[0]).toMatchObject({ name: 'latency on api-postgres', left: 33.23, width: 31.45 });
    expect(timeline?.recovery).toMatchObject({ left: 64.68, said: 'recovered in 1.4 s' });
    expect(timeline?.length).toBe('1 min 02 s');
  });

  it('says what a canary saw of the fault', () =>
    expect(timelineOf(suiteOf('pass', NAME))?.faults[0]?.effect).toBe(
      'a canary through it took 405 ms and got no answer 1 of 4 times, before 2.10 ms',
    ));

  it('takes times from the start as well, and a fault that was never healed as lasting', () => {
    const event = (name: string, detail: object) => ({ name, at: '2026-11-21T03:12:04Z', detail });
    const events = [
      event('phase', { name: 'before', atMs: 0, untilMs: 1000 }),
      event('phase', { name: 'during', atMs: 1000, untilMs: 4000 }),
      event('fault', { fault: 'kill', process: 'worker', injectedAt: 2000 }),
    ];
    const timeline = timelineOf(changed(suiteOf('pass', NAME), { events, metrics: [] }));
    expect(timeline?.faults[0]).toMatchObject({
      name: 'kill on worker',
      left: 50,
      width: 50,
      effect: undefined,
    });
    expect(timeline).not.toHaveProperty('recovery');
  });

  it('compares each measurement by phase, and says what was not measured', () => {
    const row = suiteOf('pass', NAME);
    expect(timelineOf(row)).toMatchObject({
      columns: ['before', 'during', 'after'],
      measurements: [
        { name: 'p95', values: ['61 ms', '1,290 ms', '66 ms'] },
        { name: 'errors', values: ['0 %', '1.08 %', '0 %'] },
      ],
    });
    const partly = changed(row, {
      metrics: row.evidence?.metrics.filter((one) => one.name === 'before.p95') ?? [],
    });
    expect(timelineOf(partly)?.measurements[0]?.values).toEqual(['61 ms', 'not measured', 'not measured']);
  });

  it('is absent without a phase, also when an event is malformed', () => {
    const row = suiteOf('pass', NAME);
    expect(timelineOf(changed(row, { events: [] }))).toBeUndefined();
    const events = [{ name: 'phase', at: '2026-11-21T03:12:04Z', detail: { name: 'before' } }];
    expect(timelineOf(changed(row, { events }))).toBeUndefined();
  });

  it('has its load drawn below, with phases and the limits of each where they lie', () => {
    const row = suiteOf('pass', NAME);
    const started = { name: 'timeseries', at: '', detail: { startedAt: '2026-11-21T03:15:17Z' } };
    const events = [...(row.evidence?.events ?? []), started];
    const series = loadSeries(false).slice(0, 72);
    const [, latency] = loadPlots({ ...changed(row, { events }), series });
    expect(latency?.match(/class="band"/g)).toHaveLength(3);
    expect(latency?.match(/class="limit p95"/g)).toHaveLength(3);
    expect(latency).not.toContain('limit 300');
    // The first phase begins 5 s after the first sample: 44 + 5 / 72 of 308.
    expect(latency).toContain('<g class="band"><rect x="65.4"');
  });

  it('draws no phase on a load of which nobody knows when it began', () => {
    const [, latency] = loadPlots({ ...suiteOf('pass', NAME), series: loadSeries(false) });
    expect(latency).not.toMatch(/class="(band|limit)/);
  });
});

describe('findings', () => {
  it.each([
    [9, 'critical'],
    [8.9, 'high'],
    [7, 'high'],
    [4, 'medium'],
    [3.9, 'low'],
  ])('of severity %d are %s', (severity, level) => expect(levelOf(severity)).toBe(level));

  it('are counted by level, worst first, once for each fingerprint', () => {
    const { rows, counts } = suiteOf('fail', 'security/passive').findings;
    expect(counts).toEqual({ critical: 0, high: 1, medium: 1, low: 1 });
    expect(rows.map((row) => row.level)).toEqual(['high', 'medium', 'low']);
  });

  it('are new, known or waived, and those that are gone are counted', () => {
    const input = sampleRun('fail');
    const [high, old] = suiteOf('fail', 'security/passive').findings.rows;
    if (high === undefined || old === undefined) throw new Error('the sample has no findings');
    const [last] = input.previous ?? [];
    if (last === undefined) throw new Error('the sample has no history');
    const suites = {
      'security/passive': { verdict: 'pass' as const, durationMs: 1, findings: [old.fingerprint, 'gone'] },
    };
    const waiver = { of: high.fingerprint, reason: 'r', owner: 'o', approver: 'a', expires: '2026-12-30' };
    const model = buildModel({ ...input, previous: [{ ...last, suites }], waivers: [waiver] });
    const findings = model.suites.find((suite) => suite.name === 'security/passive')?.findings;
    expect(findings?.rows.map((row) => row.state)).toEqual(['waived', 'known', 'new']);
    expect(findings?.fixed).toBe(1);
    const elsewhere = buildModel({ ...input, waivers: [{ ...waiver, suite: 'security/other' }] });
    const there = elsewhere.suites.find((suite) => suite.name === 'security/passive')?.findings;
    expect(there?.rows.map((row) => row.state)).not.toContain('waived');
  });

  it.each<[string, (one: Evidence) => Evidence]>([
    ['did not complete', (one) => ({ ...one, ending: 'interrupted' })],
    ['never looked', (one) => ({ ...one, metrics: [] })],
  ])('of a scan that %s count none as gone, and are no history', (_how, spoil) => {
    const input = sampleRun('fail');
    const [last] = input.previous ?? [];
    if (last === undefined) throw new Error('the sample has no history');
    const suites = { 'security/passive': { verdict: 'pass' as const, durationMs: 1, findings: ['gone'] } };
    const evidences = input.evidences.map((one) =>
      one.suite.name === 'security/passive' ? spoil({ ...one, findings: [] }) : one,
    );
    const model = buildModel({ ...input, evidences, previous: [{ ...last, suites }] });
    expect(model.suites.find((one) => one.name === 'security/passive')?.findings.fixed).toBeUndefined();
    expect(summaryOf(model).suites['security/passive']).not.toHaveProperty('findings');
  });
});

describe('files of the evidence', () => {
  it.each([
    ['a/1-screenshot.png', 'screenshot'],
    ['a/2-trace.zip', 'trace'],
    ['a/video.webm', 'video'],
    ['dashboard.html', 'page'],
    ['journal.ndjson', 'journal'],
    ['k6.log', 'log'],
    ['summary.json', 'file'],
  ])('%s is a %s', (path, role) => expect(roleOf(path)).toBe(role));

  it('always have the journal first, and leave out the inner parts of other reports', () => {
    const row = changed(suiteOf('pass', 'e2e/login'), {
      artifacts: [
        'allure-results/a-result.json',
        'playwright-report/data/a.png',
        'playwright-report/index.html',
      ].map((path) => ({ path, sha256: '' })),
    });
    expect(filesOf(row).map((file) => file.path)).toEqual([
      'e2e/e2e/login/journal.ndjson',
      'e2e/e2e/login/playwright-report/index.html',
    ]);
    expect(filesOf(suiteOf('fail', 'security/dependencies'))).toEqual([]);
  });

  it('of a check are those of its own folder only', () => {
    const row = suiteOf('fail', 'e2e/uploads');
    const [failed] = row.checks.filter((check) => check.outcome === 'failed');
    expect(filesOfCheck(row, failed?.id ?? '')).toHaveLength(3);
    expect(filesOfCheck(row, 'another › check')).toEqual([]);
  });
});
