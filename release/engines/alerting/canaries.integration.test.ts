import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Message } from '../../../fixtures/services/sinks/message.ts';
import { mustFindCanaries } from './canaries.ts';

/** An Alertmanager that takes every alert, and what else it is told to do then. */
async function alertmanager(taken: (labels: Readonly<Record<string, string>>) => void): Promise<string> {
  const server = createServer((request, response) => {
    void request.toArray().then((chunks: Buffer[]) => {
      for (const { labels } of JSON.parse(Buffer.concat(chunks).toString()) as { labels: object }[])
        taken(labels as Record<string, string>);
      response.end();
    });
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const found = (url: string, messages: readonly Message[]) => {
  const { signal } = new AbortController();
  return mustFindCanaries(
    { alertmanager: url, messages, environment: 'run-1', to: ['/chat', 'a@test'], signal },
    500,
  );
};

test.concurrent('an Alertmanager that tells nobody anything is not believed', async () => {
  await expect(found(await alertmanager(() => undefined), [])).rejects.toThrow(
    /right \(.*nothing at \/chat.*\), wrong \(.*\), flapping \(/,
  );
});

test.concurrent('nor is one that tells each alert at the right place only', async () => {
  const messages: Message[] = [];
  const url = await alertmanager(({ alertname, job, environment }) => {
    const words = `error: ${alertname ?? ''} in ${environment ?? ''}: ${job ?? ''} since 2026-01-01T10:00:00Z`;
    for (const to of ['/chat', 'a@test'])
      for (const state of ['FIRING', 'RESOLVED'])
        if (messages.every((one) => one.to !== to || !one.text.includes(`${state} ${words}`)))
          messages.push({ to, text: `${state} ${words}, see https://localhost/canary`, atMs: 0 });
  });
  await expect(found(url, messages)).rejects.toThrow(
    /apart: wrong \(nothing wrong\), muted \(nothing wrong\), flapping \(/,
  );
});
