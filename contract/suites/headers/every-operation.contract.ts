import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, type Client, clientOf, signIn } from '../shared/client.ts';
import { makeOneOfEach, type OneOfEach } from '../shared/one-of-each.ts';
import {
  exampleOf,
  filled,
  HOOK_MS,
  isForAdmins,
  type Operation,
  operationsOf,
  pathToNowhere,
} from '../shared/operations.ts';

const { apiUrl, accounts, tenant, webhooksUrl } = binding();
const anonymous = clientOf(apiUrl);
/** It has no end, and is no answer to keep. */
const STREAM = 'GET /events';
/** README: `tenant` is on every authenticated answer. */
const TENANT = 'tenant';

let clients: Readonly<Record<'user' | 'admin', Client>>;
let operations: readonly Operation[];
let ids: OneOfEach;
beforeAll(async () => {
  const [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  clients = { user, admin };
  operations = (await operationsOf(anonymous)).filter(({ name }) => name !== STREAM);
  ids = await makeOneOfEach(user, admin, webhooksUrl);
}, HOOK_MS);

const clientFor = (operation: Operation) => clients[isForAdmins(operation) ? 'admin' : 'user'];
const isReading = ({ method }: Operation) => method === 'GET';
/** Operations of which there is something to read. */
const reading = () =>
  operations.filter((one) => isReading(one) && one.ids.every((id) => ids.of(one)[id] !== undefined));
const read = (operation: Operation, headers: Readonly<Record<string, string>> = {}) =>
  clientFor(operation).get(pathOf(operation), headers);
const pathOf = (operation: Operation) => {
  const query = operation.query.includes('q') ? '?q=backup' : '';
  return `${filled(operation, ids.of(operation))}${query}`;
};
const isJson = ({ headers }: Answer) => headers.get('content-type')?.startsWith('application/json') === true;
const isPersonal = ({ path }: Operation) => !path.startsWith('/api/health');

/** What an answer lacks of the headers that every answer has. */
function lacking({ headers }: Answer): readonly string[] {
  const wanted: Readonly<Record<string, RegExp>> = {
    'request-id': /^[A-Za-z0-9._-]{1,64}$/,
    traceparent: /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/,
    'x-content-type-options': /^nosniff$/,
    'x-frame-options': /^DENY$/,
    'referrer-policy': /^(no-referrer|same-origin)$/,
    'content-security-policy': /default-src 'none'/,
  };
  const missing = Object.keys(wanted).filter((name) => !wanted[name]?.test(headers.get(name) ?? ''));
  const told = ['server', 'x-powered-by'].filter((name) => headers.has(name));
  return [...missing, ...told.map((name) => `${name}: ${headers.get(name) ?? ''}`)];
}

/** The operations whose answers `problem` says something of. */
async function problems(
  asked: readonly Operation[],
  ask: (operation: Operation) => Promise<Answer>,
  problem: (answer: Answer, operation: Operation) => unknown,
): Promise<Record<string, unknown>> {
  expect(asked.length, 'operations that are asked').toBeGreaterThan(0);
  const found: Record<string, unknown> = {};
  for (const operation of asked) {
    const said = problem(await ask(operation), operation);
    if (said !== undefined) found[operation.name] = said;
  }
  return found;
}
const lacks = (answer: Answer) => (lacking(answer).length > 0 ? lacking(answer) : undefined);
const lacksTenant = ({ headers }: Answer) =>
  headers.get(TENANT) === tenant ? undefined : (headers.get(TENANT) ?? 'none');

describe('every operation', () => {
  const refused = (operation: Operation) => anonymous.ask(operation.method, pathToNowhere(operation), {});
  /** With ids of nothing: it is refused, or does what it does. A sign-out would end the session. */
  const nowhere = (operation: Operation) =>
    clientFor(operation).ask(operation.method, pathToNowhere(operation), {
      ...(operation.body && { json: exampleOf(operation.body) }),
      headers: { 'idempotency-key': randomUUID() },
    });
  const writing = () => operations.filter((one) => !isReading(one) && one.path !== '/auth/logout');

  test('has the security headers on its answer, whatever that is @SEC-08/headers', async () => {
    expect(await problems(operations, refused, lacks), 'asked by nobody').toEqual({});
    expect(await problems(reading(), read, lacks), 'asked for what is there').toEqual({});
    expect(await problems(writing(), nowhere, lacks), 'asked to change what is not there').toEqual({});
  });

  test('that needs a token answers with the tenant @CON-05/api-tenant', async () => {
    const personal = (some: readonly Operation[]) =>
      some.filter((one) => isPersonal(one) && !one.path.startsWith('/auth/'));
    expect(await problems(personal(reading()), read, lacksTenant)).toEqual({});
    expect(await problems(personal(writing()), nowhere, lacksTenant)).toEqual({});
  });

  test('that reads JSON is private with a strong etag, and whatever else is not stored @CON-09/caching', async () => {
    const cached = (answer: Answer, operation: Operation) => {
      const kept = isReading(operation) && isPersonal(operation) && answer.status === 200 && isJson(answer);
      const [control, etag] = [answer.headers.get('cache-control'), answer.headers.get('etag')];
      const isRight = kept
        ? control === 'private, no-cache' && /^"[^"]+"$/.test(etag ?? '')
        : control === 'no-store' && etag === null;
      return isRight ? undefined : { status: answer.status, control, etag };
    };
    expect(await problems(operations, refused, cached), 'asked by nobody').toEqual({});
    expect(await problems(reading(), read, cached), 'asked for what is there').toEqual({});
    expect(await problems(writing(), nowhere, cached), 'asked to change something').toEqual({});
  });

  test('that reads JSON answers 304 to its own etag, among others and weak too, and no other @CON-09/conditional', async () => {
    const wrong: Record<string, unknown> = {};
    let unchanged = 0;
    for (const operation of reading().filter(isPersonal)) {
      const first = await read(operation);
      const etag = first.headers.get('etag');
      if (etag === null) continue;
      const own = [etag, `W/${etag}`, `"another", ${etag}`];
      const known = [];
      for (const tag of own) known.push(await read(operation, { 'if-none-match': tag }));
      const other = await read(operation, { 'if-none-match': `"${etag.slice(2)}` });
      const last = await read(operation);
      if (other.status !== 200) wrong[operation.name] = `to another tag: ${other.status}`;
      // What changes by itself in the meantime has another tag.
      if (last.headers.get('etag') !== etag) continue;
      unchanged += 1;
      const statuses = known.map(({ status }) => status);
      if (statuses.some((status) => status !== 304)) wrong[operation.name] = { own, statuses };
      if (known.some(({ bytes }) => bytes.length > 0)) wrong[operation.name] = 'a 304 with a body';
    }
    expect(wrong).toEqual({});
    expect(unchanged, 'operations whose answers did not change').toBeGreaterThan(5);
  });
});
