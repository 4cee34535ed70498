import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { baselineOf } from './measure.ts';
import type { Protocol } from './question.ts';
import { roundTrip } from './round-trip.ts';

const { signal } = new AbortController();
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** A server that answers every request alike; `undefined` never answers. */
async function upstream(answer: string | undefined, asked: Buffer[] = []): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
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
