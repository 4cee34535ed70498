import { expect, test } from 'vitest';
import { parseMetricName, parseSelector, selectorText } from './metric-name.ts';

test.each([
  ['http_req_duration.p95', 'http_req_duration.p95', 'http_req_duration', 'p95'],
  ['http_req_duration.p99.9', 'http_req_duration.p99.9', 'http_req_duration', 'p99.9'],
  ['before.http_reqs.count', 'http_reqs.count', 'http_reqs', 'count'],
  ['load.before.checks.rate', 'checks.rate', 'checks', 'rate'],
  [
    'http_req_duration{service:api}.p95',
    'http_req_duration{service:api}.p95',
    'http_req_duration{service:api}',
    'p95',
  ],
  [
    'during.http_reqs{name:http://127.0.0.1:1/a.b, method:GET}.rate',
    'http_reqs{name:http://127.0.0.1:1/a.b, method:GET}.rate',
    'http_reqs{method:GET,name:http://127.0.0.1:1/a.b}',
    'rate',
  ],
  [
    'checks{check:answers: 200}.rate',
    'checks{check:answers: 200}.rate',
    'checks{check:answers: 200}',
    'rate',
  ],
])('reads %s', (text, name, selector, stat) => {
  const parsed = parseMetricName(text);
  expect(parsed).toMatchObject({ name, stat });
  expect(parsed && selectorText(parsed.selector)).toBe(selector);
});

test.each([
  'http_req_duration',
  'http_req_duration.p',
  'a-b.p95',
  'x{a}.p95',
  'x{a:}.p95',
  'findings.high',
  '',
])('does not take %j for a metric of k6', (text) => expect(parseMetricName(text)).toBeUndefined());

test.each([
  ['http_req_duration{service:api}', 'http_req_duration{service:api}'],
  [' http_reqs ', 'http_reqs'],
  ['x{b:2, a:1}', 'x{a:1,b:2}'],
  [`x{name:"x y", 'a':'1'}`, 'x{a:1,name:x y}'],
  [`x{a:it's}`, `x{a:it's}`],
])('reads the selector %j', (text, canonical) => {
  const selector = parseSelector(text);
  expect(selector && selectorText(selector)).toBe(canonical);
});

test.each(['x{a:b', 'x}', 'x{}', 'x{a:b}y'])('refuses the selector %j', (text) =>
  expect(parseSelector(text)).toBeUndefined(),
);
