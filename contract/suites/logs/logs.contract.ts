import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { askRightly, isGuarded, STREAM } from '../shared/asking.ts';
import {
  type Answer,
  type Call,
  type Client,
  clientOf,
  expectBody,
  expectStatus,
  signIn,
} from '../shared/client.ts';
import { startOf } from '../shared/launch.ts';
import { linesIn, logOf } from '../shared/log-lines.ts';
import { makeOneOfEach, type OneOfEach } from '../shared/one-of-each.ts';
import { filled, HOOK_MS, isForAdmins, type Operation, operationsOf, routeOf } from '../shared/operations.ts';
import { createWorkflow, untilOver } from '../shared/runs.ts';
import { secretsIn } from '../shared/secrets.ts';
import { delivery, listOf, login, newWebhook, type Run, run } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';
import { signInToWeb } from '../shared/web.ts';
import { as, type Asked, type Context, expectLines, from, linesOf, newContext, PARTS } from './own-lines.ts';

const { apiUrl, webUrl, accounts, tenant, webhooksUrl = '', metrics } = binding();
/** What a caller says that nobody else should read: it stands in everything that is sent here. */
const CANARY = `canary${randomBytes(6).toString('hex')}`;

let user: Client;
let admin: Client;
let operations: readonly Operation[];
let ids: OneOfEach;
/** Handed out to us, for nobody else. */
const handed: string[] = [accounts.user.password, accounts.admin.password, CANARY];
beforeAll(async () => {
  [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  operations = (await operationsOf(user)).filter(({ name }) => name !== STREAM);
  ids = await makeOneOfEach(user, admin, webhooksUrl === '' ? undefined : webhooksUrl);
  handed.push(user.token ?? '', admin.token ?? '');
}, HOOK_MS);

describe('the API', () => {
  test('has one line for each answer, with request id, trace, tenant, route and status, whatever it was @OBS-05/json @OBS-05/levels @CON-05/logs @OBS-04/api-logs', async () => {
    const asked: Asked[] = [];
    const keep = async (
      what: string,
      context: Context,
      method: string,
      route: string,
      whose: string | undefined,
      answer: Promise<Answer>,
    ) => void asked.push({ what, context, method, route, tenant: whose, answer: await answer });
    const leaving = await signIn(apiUrl, accounts.user);
    for (const one of operations) {
      const [context, stranger, lost] = [newContext(), newContext(), newContext()];
      const by = {
        user: as(one.path === '/auth/logout' ? leaving : user, context),
        admin: as(admin, context),
      };
      const isOpen = !isGuarded(one);
      await keep(
        one.name,
        context,
        one.method,
        routeOf(one),
        isOpen ? undefined : tenant,
        askRightly(one, by, ids),
      );
      if (isOpen) continue;
      const anybody = as(clientOf(apiUrl), stranger);
      await keep(
        `${one.name}, by nobody`,
        stranger,
        one.method,
        routeOf(one),
        undefined,
        anybody.ask(one.method, filled(one, ids.of(one))),
      );
      const wrong = { headers: { tenant: CANARY } };
      await keep(
        `${one.name}, for another tenant`,
        lost,
        one.method,
        routeOf(one),
        tenant,
        as(isForAdmins(one) ? admin : user, lost).ask(one.method, filled(one, ids.of(one)), wrong),
      );
    }
    const nowhere = newContext();
    await keep(
      'nowhere',
      nowhere,
      'GET',
      'unmatched',
      undefined,
      as(user, nowhere).ask('GET', `/${CANARY}?${CANARY}`),
    );
    const signingIn = newContext();
    const credentials = { email: accounts.user.username, password: accounts.user.password };
    const signedIn = as(clientOf(apiUrl), signingIn).ask('POST', '/auth/login', { json: credentials });
    await keep('a login', signingIn, 'POST', '/auth/login', tenant, signedIn);
    const { token, refreshToken } = expectBody(await signedIn, 200, login);
    const refreshing = newContext();
    const refreshed = as(clientOf(apiUrl), refreshing).ask('POST', '/auth/refresh', {
      json: { refreshToken },
    });
    await keep('a refresh', refreshing, 'POST', '/auth/refresh', tenant, refreshed);
    handed.push(token, refreshToken, expectBody(await refreshed, 200, login).refreshToken);
    const scraping = newContext();
    const scraper = metrics.find(({ part }) => part === 'api')?.token;
    await keep(
      'a scrape',
      scraping,
      'GET',
      '/metrics',
      undefined,
      as(clientOf(apiUrl, scraper), scraping).ask('GET', '/metrics'),
    );
    await expectLines('api', asked);
  });

  test('says nothing of what was sent: no query, header, body or name @OBS-05/pii @SEC-08/leaks', async () => {
    const context = newContext();
    const spoken: Call = {
      headers: {
        'user-agent': CANARY,
        cookie: `session=${CANARY}`,
        'idempotency-key': CANARY,
        'x-anything': CANARY,
      },
    };
    const by = as(user, context);
    const asks: readonly Promise<Answer>[] = [
      by.ask('GET', `/search?q=${CANARY}&token=${CANARY}`, spoken),
      by.ask('POST', '/documents', { ...spoken, json: { title: CANARY, body: CANARY } }),
      by.ask('POST', '/documents', { ...spoken, json: { title: CANARY, body: CANARY, [CANARY]: CANARY } }),
      by.ask('POST', '/documents', {
        ...spoken,
        body: `{"${CANARY}`,
        headers: { 'content-type': 'application/json' },
      }),
      by.ask('POST', `/uploads?name=${CANARY}`, {
        body: CANARY,
        headers: { ...spoken.headers, 'content-type': 'text/plain' },
      }),
      by.ask('PATCH', '/me', { ...spoken, json: { name: CANARY } }),
      by.ask('GET', `/workflows/${CANARY}`, spoken),
      by.ask('GET', `/workflows?cursor=${CANARY}`, spoken),
      by.ask('POST', '/auth/login', { json: { email: `${CANARY}@${tenant}.test`, password: CANARY } }),
      by.ask('POST', '/auth/refresh', { json: { refreshToken: CANARY } }),
      clientOf(apiUrl, CANARY).ask('GET', '/me', { headers: context.headers }),
      by.ask('POST', '/meta-events', {
        json: {
          events: [
            {
              id: randomUUID(),
              type: 'page.viewed',
              at: new Date().toISOString(),
              data: { [CANARY]: CANARY },
            },
          ],
        },
      }),
    ];
    const answers = await Promise.all(asks);
    const lines = async () => (await linesOf('api', [context])).get(context.requestId) ?? [];
    const all = await until('their lines', lines, ({ length }) => length >= answers.length);
    expect(
      all.map(({ level, msg }) => `${level} ${msg}`),
      'lines',
    ).toEqual(answers.map(() => 'info answered'));
  });
});

describe('the web', () => {
  test('has one line for each of these answers, with request id, trace, route and status @OBS-05/json @OBS-05/levels @CON-05/logs @OBS-04/web-logs', async () => {
    const cookie = await signInToWeb(webUrl, accounts.user);
    handed.push(cookie.split('=')[1] ?? '');
    const asked: Asked[] = [];
    const ask = async (method: string, path: string, route: string, headers: Record<string, string>) => {
      const context = newContext();
      const answer = await as(clientOf(webUrl), context).ask(method, path, { headers });
      const whose = answer.headers.get('tenant') ?? undefined;
      asked.push({ what: `${method} ${path}`, context, method, route, answer, tenant: whose });
    };
    for (const path of [
      '/dashboard',
      '/workflows',
      '/uploads',
      '/alerts',
      '/notifications',
      '/search',
      '/api/metrics/baseline',
    ]) {
      await ask('GET', `${path}?q=${CANARY}`, path, { cookie });
      await ask('GET', path, path, {});
    }
    await ask('GET', `/workflows/${ids.workflow}`, '/workflows/:id', { cookie });
    await ask('GET', '/admin', '/admin', { cookie });
    await ask('GET', `/${CANARY}`, 'unmatched', { cookie });
    await ask('POST', '/logout', '/logout', { cookie, origin: `http://${CANARY}.test` });
    await expectLines('web', asked);
  });
});

describe('the worker', () => {
  const about = (key: string, value: string, count: number) =>
    until(
      `${count} lines of ${key} ${value}`,
      () => linesIn(logOf('worker', from.worker), (line) => line.includes(`"${key}":"${value}"`)),
      ({ length }) => length >= count,
    );

  test('has one line for each run, with how it ended and the ids of the request that it goes back to @OBS-05/levels @CON-05/logs @OBS-04/worker-logs', async () => {
    const start = async (steps: readonly string[]) => {
      const { id } = await createWorkflow(user, `${CANARY} run`, steps);
      const context = newContext();
      const started = expectBody(await as(user, context).ask('POST', `/workflows/${id}/runs`), 202, run);
      return { context, started };
    };
    const [good, bad, stopped] = [
      await start(['collect']),
      await start(['fail']),
      await start(['wait 300', 'collect']),
    ];
    await user.post(`/workflows/${stopped.started.workflowId}/runs/${stopped.started.id}/cancel`);
    for (const [{ context, started }, outcome] of [
      [good, 'succeeded'],
      [bad, 'failed'],
      [stopped, 'skipped'],
    ] as const) {
      await untilOver(user, started);
      const lines = await about('runId', started.id, 1);
      const wanted = {
        level: 'info',
        part: 'worker',
        msg: 'run',
        outcome,
        runId: started.id,
        tenant,
        requestId: context.requestId,
        traceId: context.traceId,
      };
      expect(
        lines.map(({ time: _time, ...rest }) => rest),
        `of the run that ${outcome}`,
      ).toEqual([wanted]);
    }
  });

  // Without a place to send webhooks to, nothing is delivered.
  test.skipIf(webhooksUrl === '')(
    'has one line for each try of a delivery, and one more of why it failed @OBS-05/levels @CON-05/logs',
    async () => {
      const name = `${CANARY}-${randomUUID().slice(0, 8)}`;
      const url = `${webhooksUrl}/hooks/${name}?status=503&times=1&token=${CANARY}`;
      const hook = expectBody(
        await admin.create('/webhooks', { url, events: ['run.succeeded'] }),
        201,
        newWebhook,
      );
      handed.push(hook.secret);
      const context = newContext();
      const { id } = await createWorkflow(user, `${CANARY} told`, ['collect']);
      const started: Run = expectBody(await as(user, context).ask('POST', `/workflows/${id}/runs`), 202, run);
      await untilOver(user, started);
      const path = `/webhooks/${hook.id}/deliveries`;
      const look = async () => expectBody(await admin.get(path), 200, listOf(delivery)).items[0];
      const made = await until('a delivery that arrived', look, (one) => one?.status === 'delivered');
      const lines = await about('deliveryId', made?.id ?? '', 3);
      const ids = {
        part: 'worker',
        deliveryId: made?.id,
        tenant,
        requestId: context.requestId,
        traceId: context.traceId,
      };
      expect(lines.map(({ time: _time, ...rest }) => rest)).toEqual([
        { ...ids, level: 'info', msg: 'delivery', outcome: 'failed', attempt: 1 },
        {
          ...ids,
          level: 'warn',
          msg: 'not delivered',
          attempt: 1,
          err: expect.objectContaining({
            type: 'JobFailure',
            message: 'the receiver answered 503',
          }) as unknown,
        },
        { ...ids, level: 'info', msg: 'delivery', outcome: 'delivered', attempt: 2 },
      ]);
      expectStatus(await admin.delete(`/webhooks/${hook.id}`), 204);
    },
  );
});

// After all of the above.
describe('no line of any part', () => {
  test('is anything but JSON with its level, time and part @OBS-05/json @OBS-05/levels', () => {
    for (const part of PARTS) {
      const lines = linesIn(logOf(part, from[part]));
      expect(lines.length, `lines of ${part}`).toBeGreaterThan(0);
      expect(new Set(lines.map((line) => line.part)), `part of the lines of ${part}`).toEqual(
        new Set([part]),
      );
    }
  });

  test('holds what was handed out to us, what we sent, or what the parts are given as secrets @OBS-05/pii @SEC-08/leaks', () => {
    const secrets = [...handed, ...PARTS.flatMap((part) => secretsIn(startOf(part).env))].filter(
      ({ length }) => length > 5,
    );
    expect(secrets.length, 'secrets that are looked for').toBeGreaterThan(12);
    const domain = accounts.user.username.replace(/^.*@/, '@');
    for (const part of PARTS) {
      const text = logOf(part);
      const told = secrets.filter(
        (secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)),
      );
      expect(told.length, `secrets in the log of ${part}`).toBe(0);
      expect(text.includes(domain), `an e-mail address in the log of ${part}`).toBe(false);
    }
  });
});
