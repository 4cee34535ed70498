import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, expectRefusal, expectStatus, signIn } from '../shared/client.ts';
import { NO_COLLECTOR } from '../shared/collector.ts';
import { createWorkflow, runToEnd } from '../shared/runs.ts';
import { type Hook, type Hooks, hooksOf, idsOf, messageOf, runNew } from './hooks.ts';
import { flawOf } from './signature.ts';

const { apiUrl, accounts, tenant, collectorUrl = '', webhooksUrl = '', neighbour } = binding();
const isBlind = collectorUrl === '' || webhooksUrl === '';
const TRIES = 5;
/** A clock's ticks: a wait of 200 ms may measure as a little less. */
const EARLY_MS = 20;

let admin: Client;
let user: Client;
let hooks: Hooks;
/** Fails five times, from the beginning on: its last try comes 3 s later, while the other tests run. */
let failing: Hook;

beforeAll(async () => {
  if (isBlind) return;
  [admin, user] = await Promise.all([signIn(apiUrl, accounts.admin), signIn(apiUrl, accounts.user)]);
  hooks = hooksOf(admin, { webhooksUrl, collectorUrl });
  failing = await hooks.make(['run.failed'], `?status=500&times=${TRIES}`);
  await runNew(user, ['fail']);
});

describe.skipIf(isBlind)(`deliveries, where a collector shows them (else: ${NO_COLLECTOR})`, () => {
  test('one is signed, says what happened, and is listed @FUN-06/webhook-delivered @FUN-06/webhook-signed @CON-03/webhook-envelope @CON-03/webhook-signature', async () => {
    const hook = await hooks.make(['run.succeeded']);
    const done = await runNew(user, ['collect']);
    for (const arrived of await hooks.arrivals(hook, 1)) {
      expect(flawOf(arrived, hook.secret), 'the signature of the delivery').toBeUndefined();
      expect(arrived.headers['content-type'], 'content-type').toContain('application/json');
      const told = messageOf(arrived);
      expect(told).toMatchObject({ id: arrived.headers['webhook-id'], event: 'run.succeeded', tenant });
      expect(JSON.stringify(told.data), 'data names the run').toContain(done.id);
    }
    const listed = await hooks.delivery(hook, 'delivered');
    expect(listed).toMatchObject({ event: 'run.succeeded', attempts: 1, lastStatus: 204 });
    expect(idsOf(await hooks.now(hook)), 'webhook-id').toEqual(new Set([listed.id]));
    expect(listed.deliveredAt, 'deliveredAt').not.toBeNull();
    await hooks.remove(hook);
  });

  test('one carries request id, trace and tenant @CON-05/webhook', async () => {
    const hook = await hooks.make(['run.succeeded']);
    await runNew(user, ['collect']);
    for (const { headers } of await hooks.arrivals(hook, 1))
      expect(headers).toMatchObject({
        'request-id': expect.stringMatching(/^[A-Za-z0-9._-]{1,64}$/) as string,
        traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/) as string,
        tenant,
      });
    await hooks.remove(hook);
  });

  test('one that fails twice is tried again with the same id, later each time, and arrives @FUN-06/webhook-retried @CON-03/webhook-signature @RES-05/webhook-backoff', async () => {
    const hook = await hooks.make(['run.succeeded'], '?status=500&times=2');
    await runNew(user, ['collect']);
    const tries = await hooks.arrivals(hook, 3);
    expect(idsOf(tries).size, 'different webhook-ids in three tries').toBe(1);
    for (const one of tries) expect(flawOf(one, hook.secret), 'the signature of each try').toBeUndefined();
    const [first = 0, second = 0, third = 0] = tries.map(({ at }) => Date.parse(at));
    expect(second - first, 'ms before the second try').toBeGreaterThanOrEqual(200 - EARLY_MS);
    expect(third - second, 'ms before the third try').toBeGreaterThanOrEqual(400 - EARLY_MS);
    expect(await hooks.delivery(hook, 'delivered')).toMatchObject({ attempts: 3, lastStatus: 204 });
    await hooks.remove(hook);
  });

  test('a redirect is no delivery, and is not followed @FUN-06/webhook-retried @SEC-08/outbound-hosts', async () => {
    const hook = await hooks.make(['run.succeeded'], '?status=302&times=1');
    await runNew(user, ['collect']);
    expect((await hooks.arrivals(hook, 2)).length, 'tries that arrived').toBe(2);
    expect(await hooks.delivery(hook, 'delivered')).toMatchObject({ attempts: 2, lastStatus: 204 });
    await hooks.remove(hook);
  });

  test('nothing is sent to a webhook that was deleted @FUN-06/webhook-managed', async () => {
    const [deleted, kept] = [await hooks.make(['run.succeeded']), await hooks.make(['run.succeeded'])];
    await hooks.remove(deleted);
    await runNew(user, ['collect']);
    await hooks.arrivals(kept, 1);
    expect(await hooks.now(deleted), 'deliveries at the deleted webhook').toEqual([]);
    expectRefusal(await admin.get(`/webhooks/${deleted.id}/deliveries`), 404, 'NOT_FOUND');
    await hooks.remove(kept);
  });

  test("another tenant's webhooks are not there, and not told @FUN-06/webhook-delivered @SEC-06/things-tenant", async ({
    skip,
  }) => {
    if (neighbour === undefined) return skip('this target has one tenant only');
    const stranger = await signIn(apiUrl, neighbour.accounts.admin);
    const hook = await hooks.make(['run.succeeded']);
    await runNew(stranger, ['collect']);
    await runNew(user, ['collect']);
    const told = (await hooks.arrivals(hook, 1)).map((one) => messageOf(one).tenant);
    expect(told, 'tenants that the webhook was told of').toEqual([tenant]);
    expectRefusal(await stranger.get(`/webhooks/${hook.id}/deliveries`), 404, 'NOT_FOUND');
    expectRefusal(await stranger.delete(`/webhooks/${hook.id}`), 404, 'NOT_FOUND');
    await hooks.remove(hook);
  });

  test('one that always fails is dead after five tries, and arrives when it is driven again @FUN-06/webhook-dead-letter @RES-05/webhook-dead-letter', async () => {
    const dead = await hooks.delivery(failing, 'dead');
    expect(dead).toMatchObject({ attempts: TRIES, lastStatus: 500, deliveredAt: null });
    expect((await hooks.now(failing)).length, 'tries that arrived').toBe(TRIES);
    const redrive = `/webhooks/${failing.id}/deliveries/${dead.id}/redrive`;
    expectStatus(await admin.post(redrive), 202);
    const tries = await hooks.arrivals(failing, TRIES + 1);
    expect(idsOf(tries), 'webhook-ids of all tries').toEqual(new Set([dead.id]));
    expect(await hooks.delivery(failing, 'delivered')).toMatchObject({ id: dead.id, lastStatus: 204 });
    expectRefusal(await admin.post(redrive), 409, 'RUN_OVER');
    await hooks.remove(failing);
  });

  // After the one before: its failing run would be one more delivery of that webhook.
  test('each webhook is told of what it asked for, and of nothing else @FUN-06/webhook-delivered', async () => {
    const failures = await hooks.make(['run.failed']);
    const alerts = await hooks.make(['alert.opened', 'alert.resolved']);
    const workflow = await createWorkflow(user, `Hooked ${crypto.randomUUID().slice(0, 8)}`, ['fail']);
    await runToEnd(user, workflow);
    const mended = { name: workflow.name, steps: ['collect'] };
    expectStatus(await user.put(`/workflows/${workflow.id}`, mended), 200);
    await runToEnd(user, workflow);
    const eventsOf = async (hook: Hook, count: number) =>
      (await hooks.arrivals(hook, count)).map((one) => messageOf(one).event);
    expect(await eventsOf(alerts, 2), 'events of alerts').toEqual(['alert.opened', 'alert.resolved']);
    expect(await eventsOf(failures, 1), 'events of failures').toEqual(['run.failed']);
    await hooks.remove(failures, alerts);
  });
});
