import { expect, test } from 'vitest';
import cookie from './cookie-httponly.rule.ts';
import { exchangesOfHar } from './har.ts';
import { examine } from './examine.ts';
import { fingerprintOf } from './finding.ts';

const sites = { web: 'http://shop.test:8080', api: 'http://shop.test:9090' };

function har(...entries: readonly object[]): string {
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'Playwright' }, entries } });
}

const entry = (url: string, response: object = {}, request: object = {}) => ({
  startedDateTime: '2026-01-01T00:00:00Z',
  time: 3,
  request: { method: 'GET', url, httpVersion: 'HTTP/1.1', headers: [], ...request },
  response: {
    status: 200,
    headers: [],
    content: { size: 2, mimeType: 'text/html', text: 'hi' },
    ...response,
  },
});

test('takes over requests, answers and repeated headers', () => {
  const headers = [{ name: 'set-cookie', value: 'a=1\nb=2; HttpOnly' }];
  const sent = { method: 'POST', headers: [{ name: 'Origin', value: 'x' }], postData: { text: 'a=b' } };
  const text = har(entry('http://shop.test:8080/login', { headers }, sent));
  expect(exchangesOfHar(text, sites)).toEqual([
    {
      site: 'web',
      method: 'POST',
      url: 'http://shop.test:8080/login',
      status: 200,
      requestHeaders: [['Origin', 'x']],
      requestBody: 'a=b',
      responseHeaders: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2; HttpOnly'],
      ],
      responseBody: 'hi',
      authenticated: false,
      ownOrigins: Object.values(sites),
    },
  ]);
});

test('leaves out what other hosts answered, and names the site by its role', () => {
  const text = har(entry('http://cdn.test/a.js'), entry('http://shop.test:9090/me'));
  expect(exchangesOfHar(text, sites).map((one) => one.site)).toEqual(['api']);
});

test('has no body for binary content and none for an answer that never came', () => {
  const binary = entry('http://shop.test:8080/a.png', { content: { text: 'AAAA', encoding: 'base64' } });
  const none = entry('http://shop.test:8080/', { status: -1, content: { size: -1 } });
  const read = exchangesOfHar(har(binary, none), sites).map((one) => [one.status, one.responseBody]);
  expect(read).toEqual([
    [200, ''],
    [0, ''],
  ]);
});

test('feeds the rules, with the fingerprint that a scanner would give', () => {
  const headers = [{ name: 'Set-Cookie', value: 'session=1' }];
  const [finding] = examine(
    cookie,
    exchangesOfHar(har(entry('http://shop.test:8080/', { headers })), sites),
  ).findings;
  expect(finding?.fingerprint).toBe(
    fingerprintOf(['passive-rules', 'cookie-httponly/missing', 'web', 'session']),
  );
});

test.each([
  ['no JSON', 'x', /HAR: not JSON/],
  ['no entries', '{"log":{}}', /HAR: log\.entries: /],
  ['a bad entry', har({ request: {}, response: {} }), /log\.entries\.0\.request\.url/],
])('refuses %s, saying where', (_, text, message) => {
  expect(() => exchangesOfHar(text, sites)).toThrow(message);
});
