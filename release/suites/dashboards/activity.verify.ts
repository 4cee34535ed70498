/** Causes whatever the panels of the dashboards show: requests, good and bad, streams, runs, good and bad, and deliveries of both sorts. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { ask, tokenOf } from '../shared/writes.ts';

const { apiUrl, webUrl, accounts, webhooksUrl, queueUrl = '' } = binding();
const ROUNDS = 12;
const PAUSE_MS = 600;
/** As many as the worker does not do at once. */
const RUNS_A_ROUND = 6;
const DELIVERY_MS = 150;

test('the target answers, well and badly, and works, well and badly, while panels are looked at', async () => {
  const [user, admin] = await Promise.all([tokenOf(apiUrl, accounts.user), tokenOf(apiUrl, accounts.admin)]);
  const post = (token: string, path: string, body?: unknown) =>
    ask(`${apiUrl}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const made = async (token: string, path: string, body: unknown): Promise<string> => {
    const answer = await post(token, path, body);
    expect(answer.status, `POST ${path}`).toBe(201);
    return ((await answer.json()) as { id: string }).id;
  };

  const signedIn = await ask(`${webUrl}/login`, {
    method: 'POST',
    headers: { origin: webUrl },
    body: new URLSearchParams({ email: accounts.user.username, password: accounts.user.password }),
  });
  expect(signedIn.status, 'POST /login').toBe(303);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');

  const queue = new Queue('workflow-runs', { connection: { url: queueUrl } });
  const hooks: string[] = [];
  const listening = new AbortController();
  try {
    // Delivered at once, none would be under way when it is looked.
    for (const answer of [`status=204&delayMs=${DELIVERY_MS}`, 'status=500'])
      hooks.push(
        await made(admin, '/webhooks', {
          url: `${webhooksUrl ?? ''}/hooks/panels-${randomUUID()}?${answer}`,
          events: ['run.succeeded', 'run.failed'],
        }),
      );
    const workflows = [
      await made(user, '/workflows', { name: 'Shown while it works', steps: ['wait 400'] }),
      await made(user, '/workflows', { name: 'Shown as it fails', steps: ['wait 100', 'fail'] }),
    ];
    const streams = Array.from({ length: 3 }, () =>
      fetch(`${apiUrl}/events`, {
        redirect: 'manual',
        headers: { authorization: `Bearer ${user}`, accept: 'text/event-stream' },
        signal: listening.signal,
      }),
    );
    expect((await Promise.all(streams)).map(({ status }) => status)).toEqual([200, 200, 200]);

    for (let round = 0; round < ROUNDS; round += 1) {
      const runs = Array.from({ length: RUNS_A_ROUND }, (_, at) =>
        post(user, `/workflows/${workflows[at % 2] ?? ''}/runs`),
      );
      const reads = Array.from({ length: 10 }, () =>
        ask(`${apiUrl}/workflows`, { headers: { authorization: `Bearer ${user}` } }),
      );
      const bad = [`${apiUrl}/workflows`, `${apiUrl}/no-such-page`, `${webUrl}/no-such-page`].map((url) =>
        ask(url),
      );
      const pages = Array.from({ length: 10 }, () => ask(`${webUrl}/dashboard`, { headers: { cookie } }));
      // What no worker can do: a run that fails is a job that was done.
      await queue.add('run', { nothing: 'that is known' }, { removeOnFail: true });
      expect((await Promise.all(runs)).map(({ status }) => status)).toEqual(runs.map(() => 202));
      expect((await Promise.all(reads)).map(({ status }) => status)).toEqual(reads.map(() => 200));
      expect((await Promise.all(pages)).map(({ status }) => status)).toEqual(pages.map(() => 200));
      for (const { status } of await Promise.all(bad)) expect(status).toBeGreaterThanOrEqual(400);
      await sleep(PAUSE_MS);
    }
  } finally {
    listening.abort();
    await queue.close();
    for (const hook of hooks)
      await ask(`${apiUrl}/webhooks/${hook}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${admin}` },
      });
  }
}, 120_000);
