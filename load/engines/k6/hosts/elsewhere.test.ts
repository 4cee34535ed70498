import { expect, it } from 'vitest';
import { row } from '../samples/testing/row.ts';
import { Elsewhere, UNNAMED } from './elsewhere.ts';

const REFUSED = 'IP (127.0.0.2) is in a blacklisted range (127.0.0.2/31)';

function seen(
  allowed: readonly string[],
  rows: readonly Readonly<Record<string, string>>[],
  messages: readonly string[] = [],
) {
  const elsewhere = new Elsewhere(allowed);
  for (const { metric = 'http_reqs', ...tags } of rows) elsewhere.add(row(metric, 1, 1, tags));
  for (const message of messages) elsewhere.addMessage(message);
  return elsewhere.all();
}

it('counts nothing of the target itself', () => {
  const own = [
    { url: 'http://127.0.0.1:80/a' },
    { url: 'http://localhost/b' },
    { url: 'GET /named' },
    { url: '' },
  ];
  expect(seen(['127.0.0.1'], own, ['connection refused', `the log says "http://127.0.0.2/"`])).toEqual([]);
  expect(seen(['localhost'], own)).toEqual([]);
  expect(
    seen(
      ['shop.example'],
      [{ url: 'https://SHOP.example/a' }, { url: 'wss://shop.example', metric: 'ws_sessions' }],
    ),
  ).toEqual([]);
});

it('counts what k6 refused to send, by the host that the sample names', () => {
  const refused = { url: 'http://127.0.0.2:47806/elsewhere', error_code: '1110', error: 'ip is blacklisted' };
  expect(seen(['127.0.0.1'], [refused, refused])).toEqual([
    { host: '127.0.0.2:47806', requests: 2, stopped: true },
  ]);
});

it('finds the host in the log where the script names its requests', () => {
  const refused = { url: 'GET /a', error_code: '1111' };
  expect(
    seen(
      ['shop.example'],
      [refused, refused],
      [`Get "https://pay.example/x": hostname (pay.example) is in a blocked pattern (*y.example)`],
    ),
  ).toEqual([{ host: 'pay.example', requests: 1, stopped: true }]);
  expect(seen(['127.0.0.1'], [refused])).toEqual([{ host: UNNAMED, requests: 1, stopped: true }]);
  expect(seen(['127.0.0.1'], [], [REFUSED])).toEqual([{ host: '127.0.0.2', requests: 1, stopped: true }]);
});

it('says what both saw but once', () => {
  const refused = { url: 'http://127.0.0.2:1/', error_code: '1110' };
  expect(seen(['127.0.0.1'], [refused, refused], [`Get "http://127.0.0.2:1/": ${REFUSED}`])).toEqual([
    { host: '127.0.0.2:1', requests: 2, stopped: true },
  ]);
});

it('a message without a URL adds nothing to what is known with its port', () => {
  const refused = { url: 'http://127.0.0.2:1/', error_code: '1110' };
  expect(seen(['127.0.0.1'], [refused], [REFUSED, REFUSED])).toEqual([
    { host: '127.0.0.2:1', requests: 1, stopped: true },
  ]);
});

it('knows a request that the blocked proxy stopped', () => {
  const error = 'proxyconnect tcp: IP (192.0.2.1) is in a blacklisted range (192.0.2.1/32)';
  expect(seen(['shop.example'], [{ url: 'http://pay.example/', error }])).toEqual([
    { host: 'pay.example', requests: 1, stopped: true },
  ]);
});

it('counts what was sent to another name all the same', () => {
  expect(seen(['shop.example'], [{ url: 'http://pay.example:81/' }])).toEqual([
    { host: 'pay.example:81', requests: 1, stopped: false },
  ]);
  expect(seen(['shop.example'], [{ url: 'http://10.0.0.1/' }])).toEqual([
    { host: '10.0.0.1', requests: 1, stopped: false },
  ]);
});

it('counts a socket that was not opened; another name of an allowed address is the target', () => {
  const socket = { metric: 'ws_sessions', url: 'ws://other.example/s' };
  expect(seen(['127.0.0.1'], [socket])).toEqual([{ host: 'other.example', requests: 1, stopped: true }]);
  expect(seen(['127.0.0.1'], [{ ...socket, status: '101' }])).toEqual([]);
});

it('names a hundred hosts at most', () => {
  const rows = Array.from({ length: 150 }, (_, index) => ({ url: `http://h${index}.example/` }));
  const all = seen(['shop.example'], rows);
  expect(all).toHaveLength(101);
  expect(all.at(-1)).toEqual({ host: UNNAMED, requests: 50, stopped: false });
});
