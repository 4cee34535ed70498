import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, clientOf, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { elementsIn, textOf } from '../shared/html.ts';
import { createWorkflow, startRun, untilOver } from '../shared/runs.ts';
import { alerts, delivery, listOf, newWebhook, notifications, run, workflow } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';
import { signInToWeb } from '../shared/web.ts';

const { apiUrl, webUrl, accounts, webhooksUrl } = binding();
/** One more than any list shows at once. */
const MANY = 101;
const AT_ONCE = 6;
const ALERTS = 50;
const LATEST = 100;
const HOOK_MS = 240_000;

let admin: Client;
/** The ids of many workflows, each of which has failed once, as they were made. */
const made: string[] = [];
let hook: string | undefined;
beforeAll(async () => {
  admin = await signIn(apiUrl, accounts.admin);
  if (webhooksUrl !== undefined) {
    const url = `${webhooksUrl}/hooks/full-${randomUUID()}`;
    hook = expectBody(await admin.create('/webhooks', { url, events: ['run.failed'] }), 201, newWebhook).id;
  }
  const started = [];
  for (let n = 0; n < MANY; n += 1) {
    const one = await createWorkflow(admin, `Full ${String(n).padStart(3, '0')}`, ['fail']);
    made.push(one.id);
    started.push(await startRun(admin, one));
  }
  const left = [...started];
  const wait = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await untilOver(admin, one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, wait));
}, HOOK_MS);
afterAll(async () => {
  if (hook !== undefined) await admin.delete(`/webhooks/${hook}`);
});

const newestFirst = () => made.toReversed();

describe('of more than a list shows', () => {
  test('the newest 50 alerts are listed, the newest first, also of one status @FUN-05/listed', async () => {
    for (const path of ['/alerts', '/alerts?status=open']) {
      const { items } = expectBody(await admin.get(path), 200, alerts);
      expect(items, path).toHaveLength(ALERTS);
      const at = items.map(({ createdAt }) => Date.parse(createdAt));
      expect(at, `${path}: createdAt`).toEqual(at.toSorted((a, b) => b - a));
    }
  });

  test('the latest runs are those of the newest 100 workflows @FUN-03/list', async () => {
    const { items } = expectBody(
      await admin.get('/runs/latest'),
      200,
      z.strictObject({ items: z.array(run) }),
    );
    const known = new Set(items.map(({ workflowId }) => workflowId));
    expect(
      newestFirst()
        .slice(0, LATEST)
        .filter((id) => !known.has(id)),
      'of the newest 100, without',
    ).toEqual([]);
    expect(known.has(made[0] ?? ''), 'the one before these').toBe(false);
    expect(items, 'one for each').toHaveLength(LATEST);
  });

  test('the limit is kept, and the rest is on the next page @CON-09/limits @CON-09/workflows @CON-09/notifications @CON-09/deliveries', async () => {
    const lists = [
      ['/workflows', workflow, false],
      ['/notifications', undefined, false],
      ...(hook === undefined ? [] : [[`/webhooks/${hook}/deliveries`, delivery, true] as const]),
    ] as const;
    for (const [path, shape, isWhole] of lists) {
      const page = async (query: string) => {
        const answer = await admin.get(`${path}?limit=100${query}`);
        return expectBody(answer, 200, shape === undefined ? notifications : listOf(shape));
      };
      const first = await until(
        `100 of ${path}`,
        () => page(''),
        ({ items }) => items.length === 100,
        30_000,
      );
      expect(first.nextCursor, `${path}: there is more`).not.toBeNull();
      const second = await page(`&cursor=${first.nextCursor ?? ''}`);
      if (isWhole)
        expect([second.items.length, second.nextCursor], `${path}: the rest`).toEqual([MANY - 100, null]);
      const ids = [...first.items, ...second.items].map(({ id }) => id);
      expect(new Set(ids).size, `${path}: each once`).toBe(ids.length);
    }
  });

  test('a page of the web tells of each workflow how its last run went, the older ones too @CON-09/web-pages', async () => {
    const web = clientOf(webUrl);
    const cookie = await signInToWeb(webUrl, accounts.admin);
    const seen: string[] = [];
    let path: string | undefined = '/workflows';
    while (path !== undefined && seen.length < LATEST) {
      const answer = await web.get(path, { cookie });
      expectStatus(answer, 200);
      const rows = elementsIn(String(answer.body)).filter(({ tagName }) => tagName === 'tr');
      const words = rows.map(textOf).filter((text) => text.includes('Full '));
      for (const text of words.slice(0, LATEST - seen.length)) expect(text, path).toContain('failed');
      seen.push(...words);
      path = /href="(\/workflows\?cursor=[^"]+)"/.exec(String(answer.body))?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen.length, 'workflows that were seen').toBeGreaterThanOrEqual(LATEST);
  });

  test.skipIf(webhooksUrl === undefined)(
    'the page of admins counts the newest hundred deliveries of a webhook @CON-09/web-pages',
    async () => {
      const look = async () =>
        expectBody(await admin.get(`/webhooks/${hook ?? ''}/deliveries?limit=100`), 200, listOf(delivery))
          .items;
      await until(
        'all are delivered',
        look,
        (all) => all.every(({ status }) => status === 'delivered'),
        60_000,
      );
      const answer = await clientOf(webUrl).get('/admin', {
        cookie: await signInToWeb(webUrl, accounts.admin),
      });
      const rows = elementsIn(String(answer.body))
        .filter(({ tagName }) => tagName === 'tr')
        .map(textOf);
      expect(rows.filter((text) => text.includes('/hooks/full-')).join(), '/admin').toContain(
        '100 delivered',
      );
    },
  );
});
