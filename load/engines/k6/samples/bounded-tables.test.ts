import { expect, test } from 'vitest';
import { CheckCounts } from './check-counts.ts';
import { Endpoints, endpointMetrics } from './endpoints.ts';
import { row } from './testing/row.ts';

test('lists endpoints slowest first, with their errors', () => {
  const endpoints = new Endpoints();
  for (const [name, ms, failed] of [
    ['/fast', 1, 0],
    ['/slow', 100, 1],
    ['/slow', 200, 0],
  ] as const) {
    endpoints.add(row('http_req_duration', 0, ms, { method: 'GET', name }));
    endpoints.add(row('http_req_failed', 0, failed, { method: 'GET', name }));
    endpoints.add(row('http_reqs', 0, 1, { method: 'GET', name }));
  }
  expect(endpoints.rows()).toMatchObject([
    { method: 'GET', name: '/slow', requests: 2, errors: 1, max: 200 },
    { method: 'GET', name: '/fast', requests: 1, errors: 0, p95: 1 },
  ]);
});

test('gives the slowest endpoints as metrics for a table', () => {
  const endpoints = new Endpoints();
  for (let id = 0; id < 50; id++)
    endpoints.add(row('http_req_duration', 0, id, { method: 'GET', name: `/${id}` }));
  const metrics = endpointMetrics(endpoints.rows());
  expect(metrics).toHaveLength(150);
  expect(metrics).toContainEqual({ name: 'endpoint.GET /49.requests', value: 1, unit: 'count', samples: 1 });
  expect(metrics).toContainEqual({ name: 'endpoint.GET /49.p95', value: 49, unit: 'ms', samples: 1 });
});

test('URLs without end share one row', () => {
  const endpoints = new Endpoints(10);
  for (let id = 0; id < 100; id++)
    endpoints.add(row('http_req_duration', 0, 1, { method: 'GET', url: `/${id}` }));
  expect(endpoints.rows()).toHaveLength(11);
  expect(endpoints.rows().find((one) => one.name === '(others)')?.requests).toBe(90);
});

test('counts checks by name, and names without end together', () => {
  const checks = new CheckCounts(2);
  for (const name of ['a', 'b', 'c', 'd', 'a'])
    checks.add(row('checks', 0, name === 'b' ? 0 : 1, { check: name }));
  checks.add(row('http_reqs', 0, 1));
  expect(checks.all()).toEqual([
    { name: 'a', passed: 2, total: 2 },
    { name: 'b', passed: 0, total: 1 },
    { name: '(further checks)', passed: 2, total: 2 },
  ]);
});
