import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { io } from 'socket.io-client';
import { binding } from '../../../fixtures/bindings/target.ts';
import { exposition } from '../metrics/exposition.ts';
import { type Askers, askRightly, STREAM } from '../shared/asking.ts';
import { type Client, clientOf, expectStatus, signIn } from '../shared/client.ts';
import { openStream } from '../shared/event-stream.ts';
import { LAUNCH_MS, launch, type Launched } from '../shared/launch.ts';
import { makeOneOfEach, type OneOfEach } from '../shared/one-of-each.ts';
import { type Operation, operationsOf } from '../shared/operations.ts';
import { startWeb, type Web } from '../shared/the-web.ts';
import { until } from '../shared/until.ts';
import { expectNoGrowth, growthOf } from './growth.ts';

const { apiUrl, accounts, webhooksUrl, metrics } = binding();
const CONNECTIONS = 120;
const REQUESTS = 400;
const FILES = 20;
/** In bytes: of what a leak of this size looks like. */
const HELD = 5000;
const AT_ONCE = 8;
const TEST_MS = 240_000;
/** A stream that is open costs its buffers, and no more than so much. */
const OPEN_BYTES_MOST = 150_000;

let api: Launched;
let web: Web;
let by: Askers;
let ids: OneOfEach;
let operations: readonly Operation[];
let cookie: string;
beforeAll(async () => {
  // No limit is of interest here, and nobody takes spans: those that wait for a collector would be held.
  const variables = { RATE_LIMIT_MAX: '1000000', OTEL_EXPORTER_OTLP_ENDPOINT: undefined };
  [api, web] = await Promise.all([launch('api', variables), startWeb({ RATE_LIMIT_MAX: '1000000' })]);
  web.ask(api.url);
  const [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  ids = await makeOneOfEach(user, admin, webhooksUrl);
  by = { user: clientOf(api.url, user.token), admin: clientOf(api.url, admin.token) };
  operations = await operationsOf(by.user);
  cookie = `session=${user.token ?? ''}`;
}, LAUNCH_MS);
afterAll(() => Promise.all([api.stop(), web.stop()]));

/** So many times, a few at once. */
async function often(times: number, work: () => Promise<unknown>): Promise<void> {
  let left = times;
  const go = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, go));
}

async function openStreams(kind: 'sse' | 'socket'): Promise<number> {
  const { token } = metrics.find(({ part }) => part === 'api') ?? {};
  const answer = await clientOf(api.url, token).get('/metrics');
  expectStatus(answer, 200);
  return exposition(answer.bytes.toString()).sum('stream_clients', { kind });
}
const allLeft = (kind: 'sse' | 'socket') =>
  until(
    `no ${kind} is open`,
    () => openStreams(kind),
    (count) => count === 0,
    30_000,
  );

async function comeAndGo({ url, token }: Pick<Client, 'url' | 'token'>, by?: string): Promise<void> {
  const stream = await openStream({ url, token }, by === undefined ? {} : { cookie: by });
  stream.close();
}

async function socketComesAndGoes(): Promise<void> {
  const socket = io(api.url, {
    ...{ auth: { token: by.user.token }, transports: ['websocket'], reconnection: false, forceNew: true },
  });
  await new Promise((resolve, reject) =>
    socket.once('connect', () => resolve(undefined)).once('connect_error', reject),
  );
  socket.disconnect();
}

test(
  'what a process holds for each of many is seen, were it a few kilobytes',
  async () => {
    const hold = () => api.hold(HELD * CONNECTIONS);
    const { bytes } = await growthOf(api, CONNECTIONS, hold, () => false);
    expect(bytes, 'bytes that are found for each').toBeGreaterThan(HELD / 2);
  },
  TEST_MS,
);

describe('nothing is left of connections that are over:', () => {
  test(
    'streams of the API',
    async () => {
      await expectNoGrowth('GET /events', api, CONNECTIONS, async () => {
        await often(CONNECTIONS, () => comeAndGo(by.user));
        await allLeft('sse');
      });
    },
    TEST_MS,
  );

  test(
    'sockets of the API',
    async () => {
      await expectNoGrowth('/socket.io', api, CONNECTIONS, async () => {
        await often(CONNECTIONS, socketComesAndGoes);
        await allLeft('socket');
      });
    },
    TEST_MS,
  );

  test(
    'streams of the web, and of the API behind it',
    async () => {
      const visits = async () => {
        await often(CONNECTIONS, () => comeAndGo({ url: web.url, token: undefined }, cookie));
        await allLeft('sse');
      };
      await expectNoGrowth('GET /events of the web', web, CONNECTIONS, visits);
      await expectNoGrowth('GET /events behind the web', api, CONNECTIONS, visits);
    },
    TEST_MS,
  );
});

test(
  'a stream that is open costs little, and each as much as the one before',
  async () => {
    const open = async () => {
      const streams = await Promise.all(Array.from({ length: CONNECTIONS }, () => openStream(by.user)));
      return { streams, held: await api.memory() };
    };
    await often(CONNECTIONS, () => comeAndGo(by.user));
    await allLeft('sse');
    const none = await api.memory();
    const [first, second] = [await open(), await open()];
    const costs = [first.held.bytes - none.bytes, second.held.bytes - first.held.bytes];
    for (const { streams } of [first, second]) streams.forEach((stream) => stream.close());
    await allLeft('sse');
    for (const cost of costs)
      expect(cost / CONNECTIONS, 'bytes of one that is open').toBeLessThan(OPEN_BYTES_MOST);
  },
  TEST_MS,
);

/** As many as what is measured takes to show: each of these in its turn. */
async function inTurn<T>(all: readonly T[], ask: (one: T) => Promise<unknown>): Promise<void> {
  let turn = 0;
  await often(REQUESTS, () => {
    turn += 1;
    return ask(all[turn % all.length] as T);
  });
}

describe('nothing is left of requests that are answered:', () => {
  test(
    'every reading operation of the API',
    async () => {
      const asked = operations.filter((one) => one.method === 'GET' && one.name !== STREAM && ids.knows(one));
      expect(asked.length, 'operations').toBeGreaterThan(12);
      await expectNoGrowth('reading operations', api, REQUESTS, () =>
        inTurn(asked, (operation) => askRightly(operation, by, ids)),
      );
    },
    TEST_MS,
  );

  test(
    'files that are sent through the web, taken and refused: nobody leaves one open',
    async () => {
      const own = clientOf(web.url);
      for (const type of ['text/plain', 'application/x-none'])
        await often(FILES, async () => {
          const body = new FormData();
          body.set('key', randomUUID());
          body.set('file', new File(['a file'], 'sent.txt', { type }));
          await own.ask('POST', '/uploads', { body, headers: { cookie, origin: web.url } });
        });
      for (const [part, { memory, complaints }] of [
        ['web', web],
        ['API', api],
      ] as const) {
        // What nobody closed is closed, with a complaint, when it is collected.
        await memory();
        await memory();
        expect(
          complaints().filter((line) => /garbage collection|leak/i.test(line)),
          `what the ${part} complains of`,
        ).toEqual([]);
      }
    },
    TEST_MS,
  );
});
