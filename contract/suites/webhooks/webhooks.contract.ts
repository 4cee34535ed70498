import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import {
  type Client,
  expectBody,
  expectInvalid,
  expectRefusal,
  expectStatus,
  signIn,
} from '../shared/client.ts';
import { NO_COLLECTOR } from '../shared/collector.ts';
import { listOf, newWebhook, webhook } from '../shared/shapes.ts';

const { apiUrl, accounts, webhooksUrl } = binding();
const NOWHERE = '00000000-0000-4000-8000-000000000000';
const URL_OF_OURS = `${webhooksUrl ?? 'http://127.0.0.1:9'}/hooks/never`;

let admin: Client;
let user: Client;
beforeAll(async () => {
  [admin, user] = await Promise.all([signIn(apiUrl, accounts.admin), signIn(apiUrl, accounts.user)]);
});
const create = (url: string, events: readonly string[] = ['run.failed']) =>
  admin.create('/webhooks', { url, events });

describe('a webhook', () => {
  test('tells its secret once: no list holds it @FUN-06/webhook-managed @SEC-08/leaks', async ({ skip }) => {
    if (webhooksUrl === undefined) return skip(NO_COLLECTOR);
    const made = expectBody(await create(`${URL_OF_OURS}-${crypto.randomUUID()}`), 201, newWebhook);
    const answer = await admin.get('/webhooks?limit=100');
    const listed = expectBody(answer, 200, listOf(webhook)).items.find(({ id }) => id === made.id);
    const { secret, ...rest } = made;
    expect(listed, 'GET /webhooks').toEqual(rest);
    expect(answer.bytes.includes(secret), 'GET /webhooks holds the secret').toBe(false);
    expectStatus(await admin.delete(`/webhooks/${made.id}`), 204);
  });

  for (const url of [
    'http://example.test/hook',
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1@example.test/',
    'http://127.0.0.1.example.test/',
    'file:///etc/passwd',
    'not a url',
  ])
    test(`to ${url} is refused @FUN-06/webhook-managed @SEC-08/outbound-hosts @CON-04/400-fields`, async () => {
      expectInvalid(await create(url), 'url');
    });

  test('of no or unknown events is refused @FUN-06/webhook-managed @SEC-08/input @CON-04/400-fields', async () => {
    expectInvalid(await create(URL_OF_OURS, []), 'events');
    expectInvalid(await create(URL_OF_OURS, ['run.exploded']), 'events.0');
  });

  test('is for admins only @FUN-06/webhook-managed @CON-04/403', async () => {
    const asked = { url: URL_OF_OURS, events: ['run.failed'] };
    expectRefusal(await user.create('/webhooks', asked), 403, 'FORBIDDEN');
    expectRefusal(await user.get('/webhooks'), 403, 'FORBIDDEN');
  });

  test('that does not exist is not found @CON-04/404', async () => {
    expectRefusal(await admin.get(`/webhooks/${NOWHERE}/deliveries`), 404, 'NOT_FOUND');
    expectRefusal(await admin.delete(`/webhooks/${NOWHERE}`), 404, 'NOT_FOUND');
    const redrive = `/webhooks/${NOWHERE}/deliveries/${NOWHERE}/redrive`;
    expectRefusal(await admin.post(redrive), 404, 'NOT_FOUND');
  });
});
