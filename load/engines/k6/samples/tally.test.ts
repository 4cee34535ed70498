import { expect, test } from 'vitest';
import { LoadSamples } from './load-samples.ts';
import { customTypes } from './metric-kinds.ts';
import { parseMetricName } from './metric-name.ts';
import { row } from './testing/row.ts';
import { Tally } from './tally.ts';

const types = customTypes(
  `new Rate('good'); new Counter("orders"); new Trend(\`wait\`, true); new Gauge('depth');`,
);

function tally(selectors: readonly string[] = []) {
  const parsed = selectors.flatMap((name) => parseMetricName(`${name}.count`)?.selector ?? []);
  return new Tally(parsed, types);
}

function stat(from: Tally, name: string) {
  const parsed = parseMetricName(name);
  return parsed && from.stat(parsed.selector, parsed.stat);
}

test.each([
  ['http_reqs.count', { value: 4, unit: 'count', samples: 4 }],
  ['http_reqs.rate', { value: 0.4, unit: '1/s', samples: 4 }],
  ['http_req_failed.rate', { value: 0.25, unit: 'ratio', samples: 4 }],
  ['http_req_failed.count', { value: 4, unit: 'count', samples: 4 }],
  ['http_req_duration.avg', { value: 25, unit: 'ms', samples: 4 }],
  ['http_req_duration.min', { value: 10, unit: 'ms', samples: 4 }],
  ['http_req_duration.max', { value: 40, unit: 'ms', samples: 4 }],
  ['http_req_duration.count', { value: 4, unit: 'count', samples: 4 }],
  ['http_req_duration{service:api}.max', { value: 20, unit: 'ms', samples: 2 }],
  ['http_req_duration{service:api,status:500}.max', { value: 20, unit: 'ms', samples: 1 }],
  ['data_received.rate', { value: 40, unit: 'B/s', samples: 4 }],
  ['vus.value', { value: 40, unit: 'VUs', samples: 4 }],
  ['vus.max', { value: 40, unit: 'VUs', samples: 4 }],
  ['good.rate', { value: 0.5, unit: 'ratio', samples: 4 }],
  ['orders.count', { value: 100, unit: 'count', samples: 4 }],
  ['wait.med', { value: 25, unit: 'ms', samples: 4 }],
  ['depth.value', { value: 40, unit: '', samples: 4 }],
  ['computed.p95', { value: 38.5, unit: '', samples: 4 }],
  ['computed.value', { value: 40, unit: '', samples: 4 }],
])('%s', (name, expected) => {
  const all = tally(['http_req_duration{service:api}', 'http_req_duration{service:api,status:500}']);
  for (const [index, ms] of [10, 20, 30, 40].entries()) {
    const at = index * 10_000 * (1 / 3);
    const tags = { service: index < 2 ? 'api' : 'web', status: index === 1 ? '500' : '200' };
    all.add(row('http_reqs', at, 1, tags));
    all.add(row('http_req_failed', at, index === 1 ? 1 : 0, tags));
    all.add(row('http_req_duration', at, ms, tags));
    all.add(row('good', at, index % 2));
    for (const metric of ['data_received', 'vus', 'orders', 'wait', 'depth', 'computed']) {
      all.add(row(metric, at, metric === 'data_received' ? 100 : ms));
    }
  }
  const found = stat(all, name);
  expect(found).toMatchObject({ ...expected, value: expect.closeTo(expected.value, 1) as number });
});

test.each([
  'http_req_duration{service:none}.p95',
  'http_req_duration.rate',
  'checks.rate',
  'computed.rate',
  'computed.count',
])('has nothing to say of %s', (name) => {
  const all = tally(['http_req_duration{service:none}']);
  all.add(row('http_req_duration', 0, 1));
  all.add(row('computed', 0, 1));
  expect(stat(all, name)).toBeUndefined();
});

test('a script that makes metrics without end costs no memory without end', () => {
  const all = tally();
  for (let index = 0; index < 2000; index++) all.add(row(`metric_${index}`, 0, 1));
  expect(all.seen().length).toBe(500);
  expect(all.dropped).toBe(1500);
});

test('histograms are given for what has values', () => {
  const all = tally();
  all.add(row('http_req_duration', 0, 12));
  all.add(row('http_reqs', 0, 1));
  expect(all.histograms()).toEqual({
    http_req_duration: {
      count: 1,
      sum: 12,
      min: 12,
      max: 12,
      unit: 'thousandths',
      hdr: expect.any(String) as string,
    },
  });
});

test("k6's own CSV has rounded values, which are sure to half of their last digit", () => {
  const all = tally(['wait{a:1}']);
  all.isRounded = true;
  for (const value of [1, 0.333333]) {
    all.add(row('wait', 0, value, { a: '1' }));
    all.add(row('orders', 0, value));
    all.add(row('good', 0, value));
    all.add(row('http_req_duration', 0, value));
  }
  all.add(row('depth', 0, 3));
  expect(stat(all, 'wait.min')?.between).toEqual([0.333333 - 5e-7, 0.333333 + 5e-7]);
  expect(stat(all, 'wait{a:1}.max')?.between).toEqual([1 - 5e-7, 1 + 5e-7]);
  expect(stat(all, 'orders.count')?.between).toEqual([1.333333 - 1e-6, 1.333333 + 1e-6]);
  for (const exact of ['good.rate', 'depth.value', 'http_req_duration.min'])
    expect(stat(all, exact), exact).not.toHaveProperty('between');
});

test('a kind that k6 tells counts, whatever the source says', () => {
  const samples = new LoadSamples([], customTypes(`new Trend('lost')`), []);
  samples.listener.kind('lost', 'counter', 'default');
  for (let at = 0; at < 9; at++) samples.add(row('lost', at, 2));
  expect(samples.total.stat({ metric: 'lost', tags: [] }, 'count')).toMatchObject({ value: 18 });
});
