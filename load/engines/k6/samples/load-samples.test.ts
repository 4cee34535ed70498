import { expect, test } from 'vitest';
import { LoadSamples } from './load-samples.ts';
import { askedMetrics, finalMetrics, runningMetrics } from './recorded-metrics.ts';
import { row } from './testing/row.ts';

const phases = [
  { name: 'before', untilMs: 1000 },
  { name: 'during', untilMs: 3000 },
];

function samples(startMs: number, names: readonly string[] = []) {
  const asked = askedMetrics(names);
  const kept = new LoadSamples(
    asked.map((one) => one.selector),
    new Map(),
    phases,
    startMs,
  );
  return { asked, kept };
}

test.each([
  [499_999, undefined],
  [500_000, 'before'],
  [500_999, 'before'],
  [501_000, 'during'],
  [502_999, 'during'],
  [503_000, undefined],
])('a sample at %d belongs to phase %s', (atMs, name) => {
  expect(samples(500_000).kept.phaseAt(atMs)?.name).toBe(name);
});

test('records what was asked for in total and once more for each phase', () => {
  const { asked, kept } = samples(0, ['before.http_req_duration{service:api}.max', 'fault.effect_ms']);
  for (const [atMs, ms] of [
    [100, 10],
    [900, 20],
    [1500, 300],
    [5000, 7],
  ] as const) {
    kept.add(row('http_reqs', atMs, 1, { service: 'api' }));
    kept.add(row('http_req_duration', atMs, ms, { service: 'api' }));
  }
  const values = Object.fromEntries(runningMetrics(kept, asked).map(({ name, value }) => [name, value]));
  expect(values).toMatchObject({
    'http_req_duration{service:api}.max': 300,
    'before.http_req_duration{service:api}.max': 20,
    'during.http_req_duration{service:api}.max': 300,
    'before.http_reqs.count': 2,
    'during.http_reqs.count': 1,
    'during.http_reqs.rate': 0.5,
    'http_reqs.count': 4,
  });
});

test('ends with the usual stats of whatever was measured, and the rate of each check', () => {
  const { asked, kept } = samples(0);
  kept.add(row('checks', 0, 1, { check: 'a' }));
  kept.add(row('checks', 0, 0, { check: 'a' }));
  kept.add(row('http_req_blocked', 0, 1));
  kept.add(row('http_req_duration', 0, 1));
  const metrics = finalMetrics(kept, asked);
  const names = metrics.map((metric) => metric.name);
  expect(metrics).toContainEqual({ name: 'checks{check:a}.rate', value: 0.5, unit: 'ratio', samples: 2 });
  expect(names).toEqual(
    expect.arrayContaining(['http_req_duration.p99', 'http_req_blocked.p95', 'checks.rate']),
  );
  expect(names).not.toContain('http_req_blocked.p99');
});

test('counts iterations by scenario', () => {
  const { kept } = samples(0);
  for (const scenario of ['a', 'b', 'a']) kept.add(row('iterations', 0, 1, { scenario }));
  expect([...kept.iterations]).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
});
