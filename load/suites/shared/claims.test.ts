import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { suiteSchema, type Suite } from '../../../kernel/suite.ts';
import { provesOf } from '../../../kernel/threshold.ts';

const SUITES = join(import.meta.dirname, '..');

const suites = await Promise.all(
  readdirSync(SUITES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.suite.ts'))
    .map(async (file) => {
      const { default: suite } = (await import(join(SUITES, file))) as { default: unknown };
      return suiteSchema.parse(suite);
    }),
);
const isOf = (id: string) => (reference: string) => reference.startsWith(`${id}/`);
const thresholdsFor = (id: string, suite: Suite) =>
  suite.thresholds.filter((limit) => provesOf(limit, suite).some(isOf(id))).map(({ metric }) => metric);

const ASKED = [
  'http_req_duration{service:api}.p50',
  'http_req_duration{service:api}.p95',
  'http_req_duration{service:api}.p99',
  'http_req_duration{service:web}.p50',
  'http_req_duration{service:web}.p95',
  'http_req_duration{service:web}.p99',
  'http_req_failed.rate',
  ...['api', 'web', 'worker'].flatMap((part) => [
    `target.${part}.cpu_ratio.avg`,
    `target.${part}.memory_ratio.max`,
    `target.${part}.event_loop_lag_ms.avg`,
  ]),
  'target.api.pool_waiting.avg',
  'target.worker.pool_waiting.avg',
  'target.worker.queue_depth.avg',
];
const THROUGHPUT = ['load.iterations_at_full_rate', 'load.requests_at_full_rate'];
const claiming = suites.filter(
  ({ proves }) => proves.some(isOf('PER-05')) && !proves.includes('PER-05/streaming'),
);

it('some suites claim that the thresholds hold', () => {
  expect(claiming.length).toBeGreaterThan(3);
});

it.each(claiming.map((suite) => [suite.name, suite] as const))('%s asks all that PER-05 says', (_, suite) => {
  const limits = thresholdsFor('PER-05', suite);
  expect(limits).toEqual(expect.arrayContaining(ASKED));
  expect(limits.filter((metric) => THROUGHPUT.includes(metric))).toHaveLength(1);
});

it('a soak looks for a rise of memory in each part', () => {
  const soak = suites.filter(({ proves }) => proves.some(isOf('PER-04')));
  expect(soak.map(({ name }) => name)).toEqual(['load/soak']);
  const drifts = ['api', 'web', 'worker'].map((part) => `drift.${part}.memory_mb.change`);
  for (const suite of soak) expect(thresholdsFor('PER-04', suite)).toEqual(expect.arrayContaining(drifts));
});
