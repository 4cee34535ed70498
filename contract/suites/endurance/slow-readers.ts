import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, clientOf, expectBody, signIn } from '../shared/client.ts';
import { openStream } from '../shared/event-stream.ts';
import { LAUNCH_MS, launch, type Launched } from '../shared/launch.ts';
import { user as userShape } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';

const { apiUrl, accounts, queueUrl = '' } = binding();
/** More than the system's own buffers of a connection hold. */
const EVENTS = 2000;
const EVENT_BYTES = 12_000;
/** As much as whoever reads slowly, on a busy machine, may leave unread for a moment. */
const PART = 40;
/** README: so much may be unread before a reader is cut off; what the API holds for one that is gone is nothing. */
const HELD_MOST = 6 * 1024 * 1024;
const WAIT_MS = 60_000;

/** Events that are large enough are told by nobody but whoever writes them where the API reads them. */
export function describeSlowReaders(): void {
  describe.skipIf(queueUrl === '')('a reader that does not read', () => {
    let api: Launched;
    let user: Client;
    let redis: Redis;
    let stream: string;
    beforeAll(async () => {
      api = await launch('api', { OTEL_EXPORTER_OTLP_ENDPOINT: undefined });
      user = clientOf(api.url, (await signIn(apiUrl, accounts.user)).token);
      redis = new Redis(queueUrl);
      stream = await ownStream();
    }, LAUNCH_MS);
    afterAll(async () => {
      // What is this large is not left in the product's store.
      await redis.xtrim(stream, 'MAXLEN', 0);
      redis.disconnect();
      await api.stop();
    });

    /** The stream that the product keeps our tenant's events in: it holds what was told just now. */
    async function ownStream(): Promise<string> {
      const steady = await openStream(user);
      const name = `Slow ${randomUUID()}`;
      await user
        .create('/workflows', { name, steps: ['a'] })
        .then(({ body }) => user.post(`/workflows/${(body as { id: string }).id}/runs`));
      const { id } = await steady.first('an event', () => true);
      steady.close();
      const keys = (await redis.keys('*')).filter((key) => key.startsWith('events:'));
      for (const key of keys) if ((await redis.xrange(key, id, id)).length > 0) return key;
      throw new Error(`no stream in the product's Redis holds the event ${id} that it told`);
    }

    /** A part after another, each once `heard` says that those before are there: who reads is not to be cut off. */
    async function tellMuch(heard: () => number): Promise<void> {
      const { id: userId } = expectBody(await user.get('/me'), 200, userShape);
      for (let told = 0; told < EVENTS; told += PART) {
        const pipeline = redis.pipeline();
        for (let n = 0; n < PART; n += 1) {
          const data = {
            notificationId: randomUUID(),
            userId,
            title: String(told + n).padEnd(EVENT_BYTES, '.'),
          };
          pipeline.xadd(stream, '*', 'event', JSON.stringify({ type: 'notification.created', data }));
        }
        await pipeline.exec();
        await until('all of it so far, for who reads', heard, (count) => count === told + PART, WAIT_MS);
      }
    }

    /** Asks for the stream by hand, and reads nothing of it until told to. */
    async function deafReader(path: string, headers: readonly string[]) {
      const { hostname, port } = new URL(api.url);
      const socket = connect(Number(port), hostname);
      const request = [`GET ${path} HTTP/1.1`, `host: ${hostname}:${port}`, ...headers, '', ''].join('\r\n');
      socket.on('error', () => undefined);
      socket.write(request);
      const first = await new Promise<string>((resolve) =>
        socket.once('data', (data) => resolve(String(data))),
      );
      socket.pause();
      let isOver = false;
      socket.once('close', () => (isOver = true));
      return { first, readOn: () => socket.resume(), isOver: () => isOver, end: () => socket.destroy() };
    }

    test(
      'of the stream is cut off, and the API holds nothing for it; others hear all of it @CON-03/sse',
      async () => {
        const before = await api.memory();
        const reader = await openStream(user);
        const deaf = await deafReader('/events', [`authorization: Bearer ${user.token ?? ''}`]);
        expect(deaf.first).toMatch(/^HTTP\/1\.1 200 /);
        await tellMuch(() => reader.events.filter(({ data }) => data.length > EVENT_BYTES).length);
        const held = await api.memory();
        deaf.readOn();
        await until('the end of who did not read', deaf.isOver, Boolean, WAIT_MS).catch(() => undefined);
        const wasCut = deaf.isOver();
        deaf.end();
        reader.close();
        expect(wasCut, 'it was cut off').toBe(true);
        expect(held.bytes - before.bytes, 'bytes that the API holds while it does not read').toBeLessThan(
          HELD_MOST,
        );
      },
      WAIT_MS * 3,
    );
  });
}
