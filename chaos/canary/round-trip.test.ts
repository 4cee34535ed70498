import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { baselineOf } from './measure.ts';
import type { Protocol } from './question.ts';
import { roundTrip } from './round-trip.ts';

const { signal } = new AbortController();
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** A server that answers every request alike; `undefined` never answers. `allowHalfOpen`: it does not close when its client does. */
async function upstream(
  answer: string | undefined,
  asked: Buffer[] = [],
  allowHalfOpen = false,
): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen }, (socket) => {
    sockets.push(socket);
    socket
      .on('error', () => undefined)
      .on('data', (data) => {
        asked.push(data);
        if (answer !== undefined) socket.write(answer);
      });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each<[Protocol, string]>([
  ['postgres', 'N'],
  ['postgres', 'S'],
  ['redis', '+PONG\r\n'],
  ['redis', '-NOAUTH Authentication required.\r\n'],
  ['http', 'HTTP/1.1 404 Not Found\r\n\r\n'],
])('a %s that says %j has answered', async (protocol, answer) => {
  const probe = { listen: await upstream(answer), protocol, timeoutMs: 1000 };
  expect(await roundTrip(probe, signal)).toBeTypeOf('number');
});

test('Postgres is asked for TLS, which needs no login', async () => {
  const asked: Buffer[] = [];
  await roundTrip({ listen: await upstream('N', asked), protocol: 'postgres', timeoutMs: 1000 }, signal);
  expect(Buffer.concat(asked).toString('hex')).toBe('0000000804d2162f');
});

test.each<[Protocol, RegExp]>([
  ['postgres', /^\0\0.{2}\0\x03\0\0user\0canary\0application_name\0x+\0\0$/s],
  ['redis', /^\*2\r\n\$4\r\nPING\r\n\$2000\r\nx{2000}\r\n$/],
  ['http', /^HEAD \/ HTTP\/1\.1\r\n[^]*\r\nX-Canary: x{2000}\r\n\r\n$/],
])('a long question to %s is whole, and as long as was asked for', async (protocol, whole) => {
  const asked: Buffer[] = [];
  const listen = await upstream({ postgres: 'R', redis: '$', http: 'HTTP/1.1 200' }[protocol], asked);
  expect(await roundTrip({ listen, protocol, timeoutMs: 1000, bytes: 2000 }, signal)).toBeTypeOf('number');
  const bytes = Buffer.concat(asked);
  expect(bytes.toString('latin1')).toMatch(whole);
  if (protocol === 'postgres') expect(bytes.readInt32BE(0)).toBe(bytes.length);
});

test('until the connection is closed: one that nobody closes is no answer, one without an answer neither', async () => {
  const probe = { protocol: 'redis', timeoutMs: 100, until: 'close' } as const;
  expect(await roundTrip({ ...probe, listen: await upstream('+PONG'), timeoutMs: 1000 }, signal)).toBeTypeOf(
    'number',
  );
  expect(await roundTrip({ ...probe, listen: await upstream('+PONG', [], true) }, signal)).toBe('no answer');
  expect(await roundTrip({ ...probe, listen: await upstream(undefined) }, signal)).toBe('no answer');
});

test('an open connection without an answer is no answer', async () => {
  const probe = { listen: await upstream(undefined), protocol: 'redis', timeoutMs: 50 } as const;
  expect(await roundTrip(probe, signal)).toBe('no answer');
});

test('another protocol is no answer', async () => {
  const probe = {
    listen: await upstream('HTTP/1.1 200 OK\r\n\r\n'),
    protocol: 'redis',
    timeoutMs: 50,
  } as const;
  expect(await roundTrip(probe, signal)).toBe('no answer');
});

test('a refused connection is no answer, and no wait', async () => {
  const probe = { listen: '127.0.0.1:9', protocol: 'http', timeoutMs: 60_000 } as const;
  expect(await roundTrip(probe, signal)).toBe('no answer');
});

test('an aborted canary is no answer', async () => {
  const probe = { listen: await upstream('N'), protocol: 'postgres', timeoutMs: 60_000 } as const;
  expect(await roundTrip(probe, AbortSignal.abort())).toBe('no answer');
});

test('without a baseline there is nothing to compare with', async () => {
  const probe = { listen: await upstream(undefined), protocol: 'redis', timeoutMs: 10 } as const;
  await expect(baselineOf(probe, 2, signal)).rejects.toThrow('got 0 answers to 2 questions before any fault');
});
