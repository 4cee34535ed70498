import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { io } from 'socket.io-client';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, clientOf, expectStatus, signIn } from '../shared/client.ts';
import { createWorkflow, runToEnd } from '../shared/runs.ts';
import { until } from '../shared/until.ts';

const { apiUrl, accounts, tenant, metrics } = binding();
/** README: a comment every 10 s. */
const BEAT_MS = 10_000;
const SLACK_MS = 8_000;

interface Raw {
  readonly headers: Headers;
  /** Its very text so far. */
  readonly text: () => string;
  readonly close: () => void;
}
/** A stream as it comes, comments and all. */
async function listen({ url, token }: Client, headers: Readonly<Record<string, string>> = {}): Promise<Raw> {
  const stop = new AbortController();
  const answer = await fetch(`${url}/events`, {
    headers: { authorization: `Bearer ${token ?? ''}`, ...headers },
    redirect: 'manual',
    signal: stop.signal,
  });
  expect(answer.status, 'GET /events').toBe(200);
  let text = '';
  const decoded = answer.body?.pipeThrough(new TextDecoderStream()) as unknown as AsyncIterable<string>;
  const read = async () => {
    for await (const piece of decoded) text += piece;
  };
  void read().catch(() => undefined);
  return { headers: answer.headers, text: () => text, close: () => stop.abort() };
}
const commentsIn = (text: string) => text.split('\n').filter((line) => line.startsWith(':'));

let user: Client;
let quiet: readonly { readonly raw: Raw; readonly openedAt: number }[];
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
  const open = async () => ({ raw: await listen(user), openedAt: performance.now() });
  // Begun first, so that the other tests are done while these wait.
  quiet = await Promise.all(Array.from({ length: 3 }, open));
});
afterAll(() => quiet.forEach(({ raw }) => raw.close()));

describe('the stream of events', () => {
  test('begins at once with when to come again, and gives back request id, trace and tenant @CON-05/sse @CON-03/sse', async () => {
    const [requestId, traceId] = [randomUUID(), randomUUID().replaceAll('-', '')];
    const raw = await listen(user, {
      'request-id': requestId,
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
    });
    await until('the first lines', raw.text, (text) => text.includes('\n\n'));
    raw.close();
    expect(raw.text(), 'the first lines').toMatch(/^retry: [1-9]\d{2,4}\n: .*\n\n/);
    expect(raw.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(raw.headers.get('cache-control')).toBe('no-store');
    expect(raw.headers.get('x-accel-buffering'), 'so that no proxy keeps it back').toBe('no');
    expect(raw.headers.get('request-id')).toBe(requestId);
    expect(raw.headers.get('traceparent')).toMatch(
      new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`),
    );
    expect(raw.headers.get('tenant')).toBe(tenant);
  });

  test('is written as events are: id, type and one line of data each @CON-03/sse', async () => {
    const raw = await listen(user);
    const over = await runToEnd(user, await createWorkflow(user, 'Written', ['collect']));
    await until(
      'the end of the run',
      raw.text,
      (text) => text.includes(over.id) && text.includes('"succeeded"'),
    );
    raw.close();
    const blocks = raw
      .text()
      .split('\n\n')
      .slice(1, -1)
      .filter((block) => !block.startsWith(':'));
    expect(blocks.length, 'events').toBeGreaterThan(2);
    for (const block of blocks) expect(block).toMatch(/^id: \d+-\d+\nevent: [a-z]+\.[a-z]+\ndata: \{.*\}$/);
  });

  test('of many who listen each hears all of it, and none of them is counted when they have left @CON-06/streams-true @CON-06/gauges-true', async () => {
    const { url = '', token } = metrics.find(({ part }) => part === 'api') ?? {};
    const listening = async () => {
      const text = (await clientOf(url, token).get('')).bytes.toString();
      return Number(/^stream_clients\{kind="sse"\} (\d+)$/m.exec(text)?.[1]);
    };
    const before = await listening();
    const all = await Promise.all(Array.from({ length: 30 }, () => listen(user)));
    await until('30 more who listen', listening, (now) => now >= 30 && now > before);
    const over = await runToEnd(user, await createWorkflow(user, 'Heard', ['collect']));
    await until(
      'the end of the run, by all of them',
      () => all.filter((raw) => /"succeeded"/.test(linesAbout(raw, over.id))).length,
      (count) => count === all.length,
    );
    expect(new Set(all.map((raw) => linesAbout(raw, over.id))).size, 'different tellings of one run').toBe(1);
    const most = await listening();
    all.forEach((raw) => raw.close());
    await until(`30 fewer than ${most} who listen`, listening, (now) => now <= most - 30);
  });
});
const linesAbout = (raw: Raw, id: string) =>
  raw
    .text()
    .split('\n')
    .filter((line) => line.includes(id))
    .join('\n');

test('a socket is told how often to show that it is there, and how much it may say @CON-03/websocket', async () => {
  const answer = await clientOf(apiUrl).get('/socket.io/?EIO=4&transport=polling');
  expectStatus(answer, 200);
  const opening = z.object({
    pingInterval: z.int(),
    pingTimeout: z.int(),
    maxPayload: z.int(),
    upgrades: z.array(z.string()),
  });
  const told = opening.parse(JSON.parse(answer.bytes.toString().replace(/^0/, '')));
  expect(told).toEqual({
    pingInterval: BEAT_MS,
    pingTimeout: BEAT_MS / 2,
    maxPayload: 10_000,
    upgrades: ['websocket'],
  });
});

test('a socket that says too much, or does not know the secret of an open one, is ended @SEC-08/input', async () => {
  const socket = io(apiUrl, {
    auth: { token: user.token },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  let why = '';
  socket.on('disconnect', (reason) => (why = reason));
  await until(
    'a connected socket',
    () => socket.connected,
    (is) => is,
  );
  socket.emit('anything', 'x'.repeat(11_000));
  await until(
    'its end',
    () => why,
    (reason) => reason !== '',
  );
  const stranger = await clientOf(apiUrl).get('/socket.io/?EIO=4&transport=polling&sid=nobody');
  expectStatus(stranger, 400);
});

// The last one: until then it has waited long enough.
test('who hears nothing is told that it is still there, every 10 s, each of them @CON-03/sse', async () => {
  for (const { raw, openedAt } of quiet) {
    const beats = () => commentsIn(raw.text()).slice(1).length;
    await until('a comment', beats, (count) => count > 0, BEAT_MS + SLACK_MS);
    const most = Math.floor((performance.now() - openedAt) / BEAT_MS) + 1;
    expect(beats(), 'comments by now, at most').toBeLessThanOrEqual(most);
  }
});
