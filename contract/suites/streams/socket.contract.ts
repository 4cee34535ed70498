import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { io, type Socket } from 'socket.io-client';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, clientOf, expectStatus, signIn } from '../shared/client.ts';
import { openStream } from '../shared/event-stream.ts';
import { createWorkflow, runToEnd } from '../shared/runs.ts';
import type { Run } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';
import { flawOf, messages } from './messages.ts';

const { apiUrl, webUrl, accounts, neighbour } = binding();
/** What a client that polls asks first. */
const HANDSHAKE = '/socket.io/?EIO=4&transport=polling';

interface Heard {
  readonly type: string;
  readonly data: unknown;
  readonly id: string;
}

let user: Client;
const sockets: Socket[] = [];
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
});
afterEach(() => sockets.splice(0).forEach((socket) => socket.disconnect()));

/** Connects, from a page of that origin if there is one; gives what is heard from then on. Rejects with the server's refusal. */
function connect(
  token: string | undefined,
  transports = ['websocket'],
  headers: { readonly origin?: string } = {},
): Promise<Heard[]> {
  const options = { auth: { token }, transports, extraHeaders: { ...headers } };
  const socket = io(apiUrl, { ...options, reconnection: false, forceNew: true });
  sockets.push(socket);
  const heard: Heard[] = [];
  for (const type of Object.keys(messages))
    socket.on(type, (data: unknown, { id }: { id: string }) => heard.push({ type, data, id }));
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(heard)).once('connect_error', reject);
  });
}
const run = async (client: Client, steps: readonly string[] = ['collect', 'check']) =>
  runToEnd(client, await createWorkflow(client, `Socket ${randomUUID().slice(0, 8)}`, steps));
const about = (heard: readonly Heard[], { id }: Run) =>
  heard.filter(({ data }) => JSON.stringify(data).includes(id));
const told = (heard: readonly Heard[], over: Run) =>
  until(
    `the end of run ${over.id} on the socket`,
    () => about(heard, over),
    (all) => all.some(({ data }) => JSON.stringify(data).includes(over.status)),
  );

describe('Socket.IO', () => {
  test('tells the same events as the stream, with the same ids @CON-03/websocket @FUN-03/live-websocket', async () => {
    const heard = await connect(user.token);
    const stream = await openStream(user);
    const over = await run(user, ['collect', 'fail']);
    await told(heard, over);
    const last = await stream.first(
      'the end of the run',
      ({ data }) => data.includes(over.id) && data.includes('failed'),
    );
    const streamed = stream.events
      .slice(0, stream.events.indexOf(last) + 1)
      .filter(({ data }) => data.includes(over.id));
    stream.close();
    const same = streamed.map(({ type, id, data }) => ({ type, id, data: JSON.parse(data) as unknown }));
    expect(about(heard, over), 'run.progress on the socket, against GET /events').toEqual(same);
    const flaws = heard.map(({ type, data }) => flawOf(type, data));
    expect(flaws.filter((flaw) => flaw !== undefined)).toEqual([]);
  });

  test('tells of alerts and notifications @FUN-05/live @FUN-06/live', async () => {
    const heard = await connect(user.token);
    await run(user, ['fail']);
    const types = () => new Set(heard.map(({ type }) => type));
    await until(
      'alert.changed and notification.created',
      () => [...types()],
      ({ length }) => length === 3,
    );
  });

  test('works by polling too @CON-03/websocket-polling', async () => {
    const heard = await connect(user.token, ['polling']);
    await told(heard, await run(user));
  });

  for (const [title, token] of [
    ['no token', undefined],
    ['a bad token', 'no-token'],
  ] as const)
    test(`refuses ${title} @SEC-06/streams`, async () => {
      const refused = await connect(token).then(
        () => 'connected',
        (error: unknown) => (error as Error).message,
      );
      expect(refused, 'connect_error').toBe('UNAUTHENTICATED');
    });

  test('refuses a token that was signed out @SEC-06/streams @SEC-06/sessions', async () => {
    const gone = await signIn(apiUrl, accounts.user);
    await gone.post('/auth/logout');
    await expect(connect(gone.token)).rejects.toThrow('UNAUTHENTICATED');
  });

  for (const transport of ['websocket', 'polling'])
    test(`lets in pages of the web, and of no other origin, by ${transport} @SEC-08/cors`, async () => {
      await connect(user.token, [transport], { origin: webUrl });
      await expect(
        connect(user.token, [transport], { origin: 'http://elsewhere.invalid' }),
        'a page of http://elsewhere.invalid',
      ).rejects.toThrow(`${transport === 'polling' ? 'xhr poll' : transport} error`);
    });

  test('carries request id and trace, also when it refuses @CON-05/websocket', async () => {
    const traceId = randomUUID().replaceAll('-', '');
    const headers = { 'request-id': 'socket-1', traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    const ask = (origin: string) => clientOf(apiUrl).get(HANDSHAKE, { ...headers, origin });
    for (const [origin, status] of [
      [webUrl, 200],
      ['http://elsewhere.invalid', 403],
    ] as const) {
      const answer = await ask(origin);
      expectStatus(answer, status);
      expect(answer.headers.get('request-id'), `${answer.what}: request-id`).toBe('socket-1');
      expect(answer.headers.get('traceparent'), `${answer.what}: traceparent`).toMatch(
        new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`),
      );
    }
  });

  test('tells nothing of another tenant @SEC-06/streams-tenant', async ({ skip }) => {
    if (neighbour === undefined) return skip('this target has one tenant only');
    const stranger = await signIn(apiUrl, neighbour.accounts.user);
    const [ours, theirs] = [await connect(user.token), await connect(stranger.token)];
    const mine = await run(user);
    await told(ours, mine);
    const other = await run(stranger);
    await told(theirs, other);
    expect(about(theirs, mine), 'events of our run, told to them').toEqual([]);
    expect(about(ours, other), 'events of their run, told to us').toEqual([]);
  });
});
