import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PactV4 } from '@pact-foundation/pact';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { expectStatus, signIn } from '../shared/client.ts';
import { HOOK_MS } from '../shared/operations.ts';
import { verifyMessages } from '../shared/pact-verification.ts';
import { flawOf } from '../streams/messages.ts';
import { message as envelope } from '../webhooks/hooks.ts';
import { events, jobs, type Message, operatorAlert, type QueueName, webhooks } from './message.ts';
import { openQueues } from './queues.ts';
import { targetTells, type Telling } from './target-tells.ts';

const FOLDER = join(process.env['HARNESS_PACTS'] ?? join(import.meta.dirname, '../../.pacts'), 'messages');
const target = binding();
const { collectorUrl = '', webhooksUrl = '', queueUrl = '', tenant } = target;
const queues = openQueues(queueUrl);
afterAll(() => queues.close());

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
});

let telling: Telling;
beforeAll(async () => {
  telling = await targetTells({ ...target, collectorUrl, webhooksUrl }, queues);
}, HOOK_MS);

interface Example {
  readonly content: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
}
const example = z.looseObject({
  contents: z.looseObject({ content: z.unknown() }),
  metadata: z.record(z.string(), z.unknown()).optional(),
});

/** A contract of messages: written by who hears them, kept by who tells them. */
function agreed(
  { consumer, provider }: Readonly<Record<'consumer' | 'provider', string>>,
  list: readonly Message[],
  understand: (message: Message, example: Example) => Promise<void> | void,
  tellings: readonly { where: string; tags: string; told: (telling: Telling) => Telling['jobs'] }[],
): void {
  const file = join(FOLDER, `${consumer}-${provider}.json`);
  describe(`${consumer} understands`, () => {
    for (const one of list)
      test(`${one.description} @CON-02/understood`, async () => {
        const pact = new PactV4({ consumer, provider, dir: FOLDER, logLevel: 'error' });
        const declared = pact.addAsynchronousInteraction().expectsToReceive(one.description, (builder) => {
          if (one.metadata) builder.withMetadata(one.metadata);
          builder.withJSONContent(one.content);
        });
        await declared.executeTest(async (read) => {
          const { contents, metadata = {} } = example.parse(read);
          await understand(one, { content: contents.content, metadata });
        });
      });
    test('the messages that the pact holds, exactly these @CON-02/written', () => {
      const pact = JSON.parse(readFileSync(file, 'utf8')) as { interactions: { description: string }[] };
      const written = pact.interactions.map(({ description }) => description);
      expect(written.sort()).toEqual(list.map(({ description }) => description).sort());
    });
  });
  for (const { where, tags, told } of tellings)
    describe(`${provider} keeps, ${where},`, () => {
      let outcomes: ReadonlyMap<string, readonly string[]>;
      beforeAll(async () => {
        outcomes = await verifyMessages({ provider, pact: file }, told(telling));
      });
      for (const { description } of list)
        test(`${description} ${tags}`, () => {
          expect(outcomes.get(description) ?? ['was not verified']).toEqual([]);
        });
    });
}

agreed(
  { consumer: 'reference-worker', provider: 'reference-api' },
  Object.values(jobs),
  async ({ description }, { content }) => {
    const [queue] = Object.entries(jobs).find(([, job]) => job.description === description) ?? [];
    await queues.work(queue as QueueName, content);
  },
  [
    {
      where: 'in the queue',
      tags: '@CON-02/api-worker @CON-03/queue-payloads',
      told: ({ jobs: inQueue }) => inQueue,
    },
  ],
);

test("a run's job carries request id, trace and tenant of who started it @CON-05/job", () => {
  const { requestId, traceId } = telling.context;
  expect(telling.jobs['a run to do']?.content).toMatchObject({
    requestId,
    traceparent: expect.stringMatching(`^00-${traceId}-[0-9a-f]{16}-01$`) as string,
    tenant,
  });
});

test('the worker refuses a job that is not as agreed, and says where @CON-03/queue-payloads', async () => {
  await expect(queues.work('workflow-runs', { runId: 'none' })).rejects.toThrow(
    /breaks its contract at.*runId/,
  );
});

test("the API passes the worker's metrics of each queue on @CON-02/api-worker", async () => {
  const admin = await signIn(target.apiUrl, target.accounts.admin);
  const answer = await admin.get('/metrics/workers');
  expectStatus(answer, 200);
  for (const queue of Object.keys(jobs))
    expect(answer.bytes.toString('utf8')).toMatch(
      new RegExp(`^queue_depth\\{[^}]*queue_name="${queue}"`, 'm'),
    );
});

agreed(
  { consumer: 'reference-receiver', provider: 'reference-worker' },
  [...webhooks, operatorAlert],
  ({ description }, { content }) => {
    if (description !== operatorAlert.description) envelope.parse(content);
  },
  [
    {
      where: 'at its receiver',
      tags: '@CON-02/worker-outside @CON-03/webhook-envelope @CON-03/webhook-data',
      told: ({ sent }) => sent,
    },
  ],
);

test('the receiver can verify each webhook by its signature @CON-03/webhook-signature', () => {
  expect(Object.keys(telling.sent).length).toBeGreaterThan(0);
  expect(telling.flaws).toEqual([]);
});

agreed(
  { consumer: 'reference-page', provider: 'reference-events' },
  events,
  (_message, { content, metadata }) => {
    expect(flawOf(String(metadata['type']), content)).toBeUndefined();
  },
  [
    { where: 'in the stream', tags: '@CON-03/sse', told: ({ streamed }) => streamed },
    { where: 'on the socket', tags: '@CON-03/websocket', told: ({ onSocket }) => onSocket },
  ],
);
