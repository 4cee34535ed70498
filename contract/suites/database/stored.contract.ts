import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { hooksAt, NO_COLLECTOR } from '../shared/collector.ts';
import { linesIn, logOf } from '../shared/log-lines.ts';
import { createWorkflow } from '../shared/runs.ts';
import { delivery, listOf, newWebhook, notifications, run, user as userShape } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';
import { flawOf } from '../webhooks/signature.ts';

const { apiUrl, accounts, tenant, database, collectorUrl = '', webhooksUrl = '' } = binding();
/** README: every few seconds the worker queues what is older than 5 s; it is looked for, queued and done. */
const FOUND_MS = 20_000;
const TEST_MS = 60_000;

let user: Client;
let admin: Client;
let client: pg.Client;
let tenantId: string;
beforeAll(async () => {
  [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  client = new pg.Client({ connectionString: database?.application ?? '', connectionTimeoutMillis: 10_000 });
  await client.connect();
  const { rows } = await client.query<{ id: string }>('select id from tenants where name = $1', [tenant]);
  tenantId = rows[0]?.id ?? '';
});
afterAll(() => client.end());

/** Stores a row as the product's own role does, and tells nobody. Gives its id. */
async function store(sql: string, values: readonly unknown[]): Promise<string> {
  await client.query(`begin; set local app.tenant = '${tenantId}'`);
  const { rows } = await client.query<{ id: string }>(`${sql} returning id`, [...values]);
  await client.query('commit');
  return rows[0]?.id ?? '';
}

/** What it has come to: a while later, or as soon as it was done. */
async function endOf(look: () => Promise<string>): Promise<string> {
  const isDone = (status: string) => ['succeeded', 'delivered'].includes(status);
  return until('its end', look, isDone, FOUND_MS).catch(look);
}

test(
  'a run that was stored and never queued is done all the same, once, and whoever started it is told @CON-08/run-once',
  async () => {
    const { id: userId } = expectBody(await user.get('/me'), 200, userShape);
    const name = `Stored ${randomUUID().slice(0, 8)}`;
    const { id: workflowId } = await createWorkflow(user, name, ['collect', 'check']);
    const sql = `insert into runs (workflow_id, created_by, created_at) values ($1, $2, now() - make_interval(secs => $3))`;
    const [old, young] = [
      await store(sql, [workflowId, userId, 60]),
      await store(sql, [workflowId, null, 0]),
    ];
    const now = (id: string) => user.get(`/workflows/${workflowId}/runs/${id}`);
    const statusOf = async (id: string) => expectBody(await now(id), 200, run).status;
    expect(await endOf(() => statusOf(old)), 'status of the older run').toBe('succeeded');
    const { createdAt } = expectBody(await now(young), 200, run);
    expect(await endOf(() => statusOf(young)), 'status of the younger run').toBe('succeeded');
    const done = expectBody(await now(young), 200, run);
    // Before, a job may still be on its way.
    expect(
      Date.parse(done.startedAt ?? '') - Date.parse(createdAt),
      'ms that it was left alone',
    ).toBeGreaterThan(4900);
    const mine = expectBody(await user.get('/notifications?limit=100'), 200, notifications).items;
    const told = mine.filter(({ title }) => title.includes(name));
    expect(
      told.map(({ kind }) => kind),
      'notifications of both: of the other nobody knows who started it',
    ).toEqual(['run.succeeded']);
    const lines = () => linesIn(logOf('worker'), (line) => line.includes(old) || line.includes('"queued"'));
    const own = lines().filter(({ runId }) => runId === old);
    expect(own.length, 'lines of the run').toBe(1);
    expect(own[0]).toMatchObject({ outcome: 'succeeded', tenant });
    // A request of nobody's: it has ids of its own.
    expect(own[0]?.['requestId']).toMatch(/^[0-9a-f-]{36}$/);
    expect(own[0]?.['traceId']).toMatch(/^[0-9a-f]{32}$/);
    const again = await until(
      'a line that says that lost runs were queued',
      () => lines().filter(({ msg }) => msg === 'queued lost runs again'),
      ({ length }) => length > 0,
    );
    for (const { level, queued } of again) expect([level, Number(queued) > 0]).toEqual(['warn', true]);
  },
  TEST_MS,
);

test.skipIf(webhooksUrl === '' || collectorUrl === '')(
  `a delivery that was stored and never queued arrives all the same, once, with the ids of its request (else: ${NO_COLLECTOR}) @FUN-06/webhook-delivered @CON-05/webhook`,
  async () => {
    const name = `stored-${randomUUID()}`;
    const url = `${webhooksUrl}/hooks/${name}`;
    const hook = expectBody(
      await admin.create('/webhooks', { url, events: ['alert.resolved'] }),
      201,
      newWebhook,
    );
    const sql = `insert into webhook_deliveries (id, webhook_id, event, body, request_id, traceparent, created_at)
      values ($1, $2, 'alert.resolved', $3, $4, $5, now() - interval '1 minute')`;
    const [id, requestId, traceId] = [randomUUID(), randomUUID(), randomBytes(16).toString('hex')];
    const body = JSON.stringify({
      id,
      event: 'alert.resolved',
      tenant,
      at: new Date().toISOString(),
      data: {},
    });
    await store(sql, [id, hook.id, body, requestId, `00-${traceId}-00f067aa0ba902b7-01`]);
    const path = `/webhooks/${hook.id}/deliveries`;
    const look = async () => expectBody(await admin.get(path), 200, listOf(delivery)).items[0];
    await endOf(async () => (await look())?.status ?? 'none');
    expect(await look()).toMatchObject({ id, status: 'delivered', attempts: 1, lastStatus: 204 });
    const arrived = await hooksAt(collectorUrl, name);
    expect(arrived.length, 'how often it arrived').toBe(1);
    const [one] = arrived;
    expect(one?.body).toBe(body);
    expect(one && flawOf(one, hook.secret)).toBeUndefined();
    expect(one?.headers).toMatchObject({ 'request-id': requestId, tenant, 'webhook-id': id });
    expect(one?.headers['traceparent']).toMatch(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)`));
    // It may arrive before the line is written.
    const lines = await until(
      'a line that says that lost deliveries were queued',
      () => linesIn(logOf('worker'), (line) => line.includes('queued lost deliveries again')),
      ({ length }) => length > 0,
    );
    for (const { level, queued } of lines) expect([level, Number(queued) > 0]).toEqual(['warn', true]);
    expectStatus(await admin.delete(`/webhooks/${hook.id}`), 204);
  },
  TEST_MS,
);
