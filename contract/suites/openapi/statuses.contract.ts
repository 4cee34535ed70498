import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import {
  type Answer,
  type Call,
  type Client,
  clientOf,
  expectBody,
  expectStatus,
  signIn,
} from '../shared/client.ts';
import { NO_COLLECTOR } from '../shared/collector.ts';
import {
  exampleOf,
  filled,
  HOOK_MS,
  isForAdmins,
  NOWHERE,
  OPEN,
  type Operation,
  operationsOf,
  pathToNowhere,
} from '../shared/operations.ts';
import { createWorkflow, startRun } from '../shared/runs.ts';
import { delivery, envelope, listOf, run } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';
import { type Description, describe as read } from './description.ts';
import { unknownFields } from './foreign-names.ts';
import { makeOneOfEach, type OneOfEach } from '../shared/one-of-each.ts';

const { apiUrl, accounts, tenant, neighbour, webhooksUrl } = binding();
const KIB = 1024;
const JSON_TYPE = { 'content-type': 'application/json' };
const anonymous = clientOf(apiUrl);

let operations: readonly Operation[];
let description: Description;
let clients: Readonly<Record<'user' | 'admin', Client>>;
let ids: OneOfEach;
beforeAll(async () => {
  const [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  clients = { user, admin };
  operations = await operationsOf(anonymous);
  description = await read((await anonymous.get('/openapi.json')).body as Record<string, unknown>);
  ids = await makeOneOfEach(user, admin, webhooksUrl);
}, HOOK_MS);

const clientFor = (operation: Operation) => clients[isForAdmins(operation) ? 'admin' : 'user'];
const keyed = (headers = {}) => ({ 'idempotency-key': randomUUID(), ...headers });
/** A valid body, where there is one. */
const valid = ({ name, body }: Operation): Call => {
  if (name === 'POST /uploads') return { body: 'x', headers: keyed({ 'content-type': 'text/plain' }) };
  return { ...(body && { json: exampleOf(body) }), headers: keyed() };
};
const pathOf = (operation: Operation, path: string) =>
  operation.name === 'POST /uploads' ? `${path}?name=status.txt` : path;

type Asked = readonly [operation: Operation, path: string, call: Call, by?: Client];

/** What each of these was answered with that is not this refusal, as it is described. None: `{}`. */
async function otherThan(
  status: number,
  code: string,
  asked: readonly Asked[],
): Promise<Record<string, string>> {
  expect(asked.length, `operations that are asked for a ${status}`).toBeGreaterThan(0);
  const wrong: Record<string, string> = {};
  for (const [operation, path, call, by] of asked) {
    const answer = await (by ?? clientFor(operation)).ask(operation.method, pathOf(operation, path), call);
    const problem = problemOf(operation, answer, status, code);
    if (problem !== undefined) wrong[`${operation.name} at ${path}`] = problem;
  }
  return wrong;
}

function problemOf({ name }: Operation, answer: Answer, status: number, code: string): string | undefined {
  if (answer.status !== status) return `expected ${status}, observed ${answer.what}`;
  const parsed = envelope.safeParse(answer.body);
  if (parsed.data?.error.code !== code) return `expected ${code}, observed ${answer.what}`;
  return description.difference(name, answer);
}

const guarded = () => operations.filter(({ name }) => !OPEN.includes(name));
const withIds = () => operations.filter((operation) => operation.ids.length > 0);
const sending = () => operations.filter(({ method }) => method !== 'GET');

/** The operation with real ids but for one of them, which is `bad`; for each of its ids. */
function withOne(bad: string, operation: Operation): readonly Asked[] {
  const real = ids.of(operation);
  return operation.ids
    .filter((name) => operation.ids.every((other) => other === name || real[other] !== undefined))
    .map((name) => [operation, filled(operation, { ...real, [name]: bad }), valid(operation)] as const);
}

describe('every operation', () => {
  test('with an id says what becomes of one that is unknown, and there is one of each to ask for @CON-01/404', () => {
    const silent = withIds().filter(({ statuses }) => ![400, 404].every((one) => statuses.includes(one)));
    expect(
      silent.map(({ name }) => name),
      'operations that describe no 400 or no 404',
    ).toEqual([]);
    const unknown = withIds().filter((operation) => !ids.knows(operation));
    expect(
      unknown.map(({ name }) => name),
      'operations with ids of which nothing is made',
    ).toEqual([]);
  });

  test('answers 404 to an id that nothing has, whichever of its ids it is @CON-01/404 @CON-04/404', async () => {
    const asked = withIds().flatMap((operation) => withOne(NOWHERE, operation));
    expect(await otherThan(404, 'NOT_FOUND', asked)).toEqual({});
  });

  test('answers 404 to what belongs to something else of the same tenant @CON-01/404', async () => {
    const asked = withIds()
      .filter((operation) => operation.ids.length > 1)
      .flatMap((operation) => {
        const { id } = ids.others(operation);
        const real = ids.of(operation);
        return id === undefined
          ? []
          : [[operation, filled(operation, { ...real, id }), valid(operation)] as const];
      });
    expect(await otherThan(404, 'NOT_FOUND', asked)).toEqual({});
  });

  test('answers 400 to an id that is malformed @CON-01/400 @CON-01/requests @SEC-08/input', async () => {
    for (const bad of ['7', `${NOWHERE}0`, NOWHERE.replaceAll('-', ''), `${NOWHERE.slice(0, -1)}g`, '%00']) {
      const asked = withIds().flatMap((operation) => withOne(bad, operation));
      expect(await otherThan(400, 'VALIDATION_FAILED', asked), bad).toEqual({});
    }
  });

  test("answers 403 to another tenant's name, and to what is nearly its own @CON-01/403 @SEC-06/named-tenant", async () => {
    const names = [
      neighbour?.tenant ?? 'tenant-of-others',
      tenant.toUpperCase(),
      tenant.slice(0, -1),
      `${tenant}0`,
    ];
    // A sign-out that is not refused ends this session, and no other test's.
    const own = await signIn(apiUrl, accounts.admin);
    for (const name of names) {
      const asked = guarded().map(
        (operation) =>
          [operation, pathToNowhere(operation), { headers: keyed({ tenant: name }) }, own] as const,
      );
      expect(await otherThan(403, 'TENANT_MISMATCH', asked), name).toEqual({});
    }
  });

  test('for admins answers 403 to a user @CON-01/403', async () => {
    const asked = operations
      .filter(isForAdmins)
      .map((operation) => [operation, pathToNowhere(operation), valid(operation), clients.user] as const);
    expect(await otherThan(403, 'FORBIDDEN', asked)).toEqual({});
  });

  test('that takes something answers 415 to another type @CON-01/415 @CON-04/415', async () => {
    const call = { body: '<p>', headers: keyed({ 'content-type': 'text/html' }) };
    const asked = sending().map((operation) => [operation, pathToNowhere(operation), call] as const);
    expect(await otherThan(415, 'UNSUPPORTED_MEDIA_TYPE', asked)).toEqual({});
  });

  test('that takes JSON answers 400 to what is none @CON-01/400 @CON-01/requests', async () => {
    const call = { body: '{"name":', headers: keyed(JSON_TYPE) };
    const asked = operations
      .filter(({ body, name }) => body !== undefined && name !== 'POST /uploads')
      .map((operation) => [operation, pathToNowhere(operation), call] as const);
    expect(await otherThan(400, 'VALIDATION_FAILED', asked)).toEqual({});
  });

  /** README: 64 KiB, a batch 1 MiB, an upload 5 MiB. */
  const mostOf = ({ name }: Operation) => {
    if (name === 'POST /uploads') return 5 * KIB * KIB;
    return ['POST /meta-events', 'POST /metrics/ingest'].includes(name) ? KIB * KIB : 64 * KIB;
  };
  const ofSize = (operation: Operation, bytes: number): Call => ({
    body: `"${'x'.repeat(bytes - 2)}"`,
    headers: keyed(operation.name === 'POST /uploads' ? { 'content-type': 'text/plain' } : JSON_TYPE),
  });

  test('that takes something answers 413 to a byte more than it takes @CON-01/413 @CON-04/413', async () => {
    const asked = sending().map(
      (operation) => [operation, pathToNowhere(operation), ofSize(operation, mostOf(operation) + 1)] as const,
    );
    expect(await otherThan(413, 'PAYLOAD_TOO_LARGE', asked)).toEqual({});
  });

  test('that takes something takes as much as it says @CON-01/413', async () => {
    const large: Record<string, string> = {};
    for (const operation of sending().filter(({ name }) => name !== 'POST /auth/logout')) {
      const call = ofSize(operation, mostOf(operation));
      const path = pathOf(operation, pathToNowhere(operation));
      const answer = await clientFor(operation).ask(operation.method, path, call);
      if (answer.status === 413) large[operation.name] = answer.what;
    }
    expect(large).toEqual({});
  });

  test('refuses names that are none of its body, each of them: those of its answers, of columns, of whose it is @CON-01/requests @SEC-08/input @SEC-06/roles', async () => {
    const document = (await anonymous.get('/openapi.json')).body;
    const letThrough: Record<string, unknown> = {};
    for (const operation of operations.filter(({ body }) => body !== undefined)) {
      for (const { json, paths } of unknownFields(operation, document)) {
        const path = filled(operation, ids.of(operation));
        const answer = await clientFor(operation).ask(operation.method, path, { json, headers: keyed() });
        const named = envelope.safeParse(answer.body).data?.error.fields?.map((field) => field.path) ?? [];
        const missing = paths.filter((one) => !named.includes(one));
        if (answer.status !== 400 || missing.length > 0)
          letThrough[operation.name] = { status: answer.status, missing };
      }
    }
    expect(letThrough, 'names that were not refused').toEqual({});
  });

  test('that reads is not moved by parameters that say whose things to show @SEC-06/lists-tenant', async () => {
    const other = neighbour?.tenant ?? 'tenant-of-others';
    const query = new URLSearchParams({
      tenant: other,
      tenantId: NOWHERE,
      userId: NOWHERE,
      role: 'admin',
      createdBy: 'x',
    });
    const moved: string[] = [];
    let still = 0;
    // A stream has no end.
    const reading = guarded().filter(({ method, path }) => method === 'GET' && path !== '/events');
    for (const operation of reading) {
      const path = filled(operation, ids.of(operation));
      const own = operation.query.includes('q') ? 'q=Statuses' : '';
      const ask = (more: string) => clientFor(operation).get(`${path}?${more}`);
      const [plain, asked, again] = [await ask(own), await ask(`${own}&${query.toString()}`), await ask(own)];
      // What has changed meanwhile says nothing.
      if (!plain.bytes.equals(again.bytes)) continue;
      still += 1;
      if (!asked.bytes.equals(plain.bytes) && asked.status !== 400) moved.push(operation.name);
    }
    expect(moved).toEqual([]);
    expect(still, `of ${reading.length} operations those whose answer did not change`).toBeGreaterThan(
      reading.length / 2,
    );
  });
});

/** How each operation comes to a status that depends on what was before. */
const states: Readonly<
  Record<number, { code: string; asks: Readonly<Record<string, () => Promise<Answer>>> }>
> = {
  409: {
    code: 'RUN_OVER ALERT_RESOLVED',
    asks: {
      'POST /workflows/{id}/runs/{runId}/cancel': () =>
        clients.user.post(`/workflows/${ids.workflow}/runs/${ids.run}/cancel`),
      'POST /alerts/{id}/acknowledge': async () => {
        expectStatus(await clients.user.post(`/alerts/${ids.alert}/resolve`), 200);
        return clients.user.post(`/alerts/${ids.alert}/acknowledge`);
      },
      'POST /webhooks/{id}/deliveries/{deliveryId}/redrive': async () => {
        const path = `/webhooks/${ids.webhook ?? ''}/deliveries`;
        const look = async () => expectBody(await clients.admin.get(path), 200, listOf(delivery)).items;
        const all = await until('a delivery that arrived', look, (seen) =>
          seen.some(({ status }) => status === 'delivered'),
        );
        const done = all.find(({ status }) => status === 'delivered');
        return clients.admin.post(`${path}/${done?.id ?? ''}/redrive`);
      },
    },
  },
  412: {
    code: 'PRECONDITION_FAILED',
    asks: {
      'PUT /workflows/{id}': () =>
        clients.user.put(
          `/workflows/${ids.workflow}`,
          { name: 'Older', steps: ['collect'] },
          { 'if-match': '"older"' },
        ),
    },
  },
  422: {
    code: 'IDEMPOTENCY_KEY_REUSED',
    asks: {
      'POST /workflows': () =>
        twice((headers, index) => clients.user.post('/workflows', { name: `Twice ${index}` }, headers)),
      'POST /documents': () =>
        twice((headers, index) =>
          clients.user.post('/documents', { title: `Twice ${index}`, body: '.' }, headers),
        ),
      'POST /uploads': () =>
        twice((headers, index) =>
          clients.user.ask('POST', `/uploads?name=twice-${index}.txt`, {
            body: 'x',
            headers: { ...headers, 'content-type': 'text/plain' },
          }),
        ),
      'POST /workflows/{id}/runs': async () => {
        const other = await createWorkflow(clients.user, 'Twice', ['collect']);
        return twice((headers, index) =>
          clients.user.post(`/workflows/${index === 1 ? other.id : ids.workflow}/runs`, undefined, headers),
        );
      },
      'POST /webhooks': () =>
        twice((headers, index) =>
          clients.admin.post(
            '/webhooks',
            { url: `${webhooksUrl ?? ''}/hooks/twice-${index}`, events: ['alert.resolved'] },
            headers,
          ),
        ),
    },
  },
};

/** The second answer to one key: what was asked with it first went well. */
async function twice(
  ask: (headers: Readonly<Record<string, string>>, index: number) => Promise<Answer>,
): Promise<Answer> {
  const headers = keyed();
  expect([201, 202]).toContain((await ask(headers, 1)).status);
  return ask(headers, 2);
}

for (const [status, { code, asks }] of Object.entries(states))
  describe(`a ${status}`, () => {
    test(`is tried of every operation that describes it @CON-01/${status}`, () => {
      const described = operations.filter(({ statuses }) => statuses.includes(Number(status)));
      expect(described.map(({ name }) => name).sort()).toEqual(Object.keys(asks).sort());
    });

    for (const [name, ask] of Object.entries(asks))
      test(`of ${name} is answered as described @CON-01/${status} @CON-04/${status}`, async ({ skip }) => {
        if (name.includes('/webhooks') && webhooksUrl === undefined) return skip(NO_COLLECTOR);
        const answer = await ask();
        expectStatus(answer, Number(status));
        expect(code.split(' '), answer.what).toContain(envelope.parse(answer.body).error.code);
        expect(description.difference(name, answer), answer.what).toBeUndefined();
      });
  });

test('cancelling a run that goes on, and driving a dead delivery again, succeed as described @CON-01/actions', async ({
  skip,
}) => {
  if (webhooksUrl === undefined) return skip(NO_COLLECTOR);
  const { id } = await createWorkflow(clients.user, 'Cancelled', ['wait 5000']);
  const started = await startRun(clients.user, { id });
  const cancelled = await clients.user.post(`/workflows/${id}/runs/${started.id}/cancel`);
  expect(expectBody(cancelled, 200, run).status, cancelled.what).toBe('cancelled');
  expect(description.difference('POST /workflows/{id}/runs/{runId}/cancel', cancelled)).toBeUndefined();
  const path = `/webhooks/${ids.failing ?? ''}/deliveries`;
  const look = async () => expectBody(await clients.admin.get(path), 200, listOf(delivery)).items;
  const all = await until('a dead delivery', look, (seen) => seen.some((one) => one.status === 'dead'));
  const dead = all.find((one) => one.status === 'dead');
  const driven = await clients.admin.post(`${path}/${dead?.id ?? ''}/redrive`);
  expect(expectBody(driven, 202, delivery), driven.what).toMatchObject({ id: dead?.id, status: 'pending' });
  const name = 'POST /webhooks/{id}/deliveries/{deliveryId}/redrive';
  expect(description.difference(name, driven), driven.what).toBeUndefined();
});
