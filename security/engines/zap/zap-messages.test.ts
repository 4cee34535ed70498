import { expect, test } from 'vitest';
import { exchangeOf, type ZapMessage } from './zap-messages.ts';

const sites = { web: 'http://127.0.0.1:8080', api: 'http://127.0.0.1:9090' };
const reading = { sites, credentials: new Set(['session=s1', 'Bearer t1']) };

const message = (parts: Partial<ZapMessage> = {}): ZapMessage => ({
  requestHeader:
    'GET http://127.0.0.1:8080/a?b=c HTTP/1.1\r\nhost: 127.0.0.1:8080\r\nCookie: session=s1\r\n\r\n',
  requestBody: '',
  responseHeader: 'HTTP/1.1 200 OK\r\nset-cookie: a=1; Path=/\r\nset-cookie: b=2\r\nX-Odd: a: b\r\n\r\n',
  responseBody: 'é',
  ...parts,
});

test('reads a recorded message', () => {
  expect(exchangeOf(message(), reading)).toEqual({
    site: 'web',
    method: 'GET',
    url: 'http://127.0.0.1:8080/a?b=c',
    status: 200,
    requestHeaders: [
      ['host', '127.0.0.1:8080'],
      ['Cookie', 'session=s1'],
    ],
    requestBody: '',
    responseHeaders: [
      ['set-cookie', 'a=1; Path=/'],
      ['set-cookie', 'b=2'],
      ['X-Odd', 'a: b'],
    ],
    responseBody: 'é',
    authenticated: true,
    ownOrigins: ['http://127.0.0.1:8080', 'http://127.0.0.1:9090'],
  });
});

test.each([
  ['a token that we sent', 'Authorization: Bearer t1', true],
  ['a token that is not ours', 'Authorization: Bearer t2', false],
  ['an anonymous cookie', 'Cookie: session=other', false],
  ['nothing', 'Accept: */*', false],
])('with %s it was signed in: %s', (_, line, expected) => {
  const requestHeader = `GET http://127.0.0.1:9090/me HTTP/1.1\r\n${line}\r\n\r\n`;
  expect(exchangeOf(message({ requestHeader }), reading)).toMatchObject({
    site: 'api',
    authenticated: expected,
  });
});

test.each<[string, Partial<ZapMessage>]>([
  ['another host', { requestHeader: 'GET http://127.0.0.1:8081/ HTTP/1.1\r\n\r\n' }],
  ['an entry of the site tree that was never requested', { responseHeader: 'HTTP/1.0 0\r\n\r\n' }],
  [
    "ZAP's own page for a server that is down",
    { responseHeader: 'HTTP/1.1 502 Bad Gateway\r\n\r\n', responseBody: 'ZAP Error [x]: refused' },
  ],
  ['a message without request', { requestHeader: '' }],
])('leaves out %s', (_, parts) => {
  expect(exchangeOf(message(parts), reading)).toBeUndefined();
});

test("keeps the product's own 502", () => {
  const own = { responseHeader: 'HTTP/1.1 502 Bad Gateway\r\n\r\n', responseBody: '<h1>Bad gateway</h1>' };
  expect(exchangeOf(message(own), reading)?.status).toBe(502);
});

test('bounds what is read of a body', () => {
  const body = exchangeOf(message({ responseBody: 'x'.repeat(2_000_000) }), reading)?.responseBody;
  expect(body?.length).toBe(256 * 1024);
});
