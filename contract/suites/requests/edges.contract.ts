import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
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
} from '../shared/operations.ts';
import { envelope } from '../shared/shapes.ts';
import { type Description, describe as read } from '../openapi/description.ts';
import { placesOf, withIn } from './edges.ts';
import { type Parameter, parametersOf } from './parameters.ts';

const { apiUrl, accounts, webhooksUrl } = binding();
const anonymous = clientOf(apiUrl);

let clients: Readonly<Record<'user' | 'admin', Client>>;
let operations: readonly Operation[];
let description: Description;
let ids: OneOfEach;
let parameters: readonly Parameter[];
beforeAll(async () => {
  const [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  clients = { user, admin };
  const { body } = await anonymous.get('/openapi.json');
  operations = await operationsOf(anonymous);
  description = await read(body as Record<string, unknown>);
  parameters = parametersOf(body);
  ids = await makeOneOfEach(user, admin, webhooksUrl);
}, HOOK_MS);

const clientFor = (operation: Operation) => clients[isForAdmins(operation) ? 'admin' : 'user'];
/** Those that take JSON: a file has no places. */
const withBody = () =>
  operations.flatMap(({ body, ...rest }) => (body?.['type'] === 'object' ? [{ ...rest, body }] : []));
/** A right body: what has to lead somewhere leads to us. */
const rightBody = ({ name, body }: Operation): unknown => {
  const example = exampleOf(body) as Record<string, unknown>;
  return name === 'POST /webhooks' ? { ...example, url: `${webhooksUrl ?? ''}/hooks/edges` } : example;
};
const send = (operation: Operation, json: unknown) =>
  clientFor(operation).ask(operation.method, filled(operation, ids.of(operation)), {
    json,
    headers: { 'idempotency-key': randomUUID() },
  });
const shown = (value: unknown) => JSON.stringify(value).slice(0, 60);
const fieldsOf = ({ body }: Answer) =>
  envelope.safeParse(body).data?.error.fields?.map(({ path }) => path) ?? [];
/** What is wrong about a refusal of what stands there. */
function notRefused(answer: Answer, { name }: Operation, path: string): string | undefined {
  const code = envelope.safeParse(answer.body).data?.error.code;
  if (answer.status !== 400 || code !== 'VALIDATION_FAILED') return answer.what;
  const isNamed = fieldsOf(answer).some((one) => one === path || one.startsWith(`${path}.`));
  return isNamed ? description.difference(name, answer) : `${answer.what}: ${path} is not named`;
}

test('what nearly fits is refused in every place of every body, by the name of its place @CON-01/requests @CON-04/400-fields @SEC-08/input @CON-10/invalid @CON-10/refused @CON-10/documented', async () => {
  const wrong: Record<string, unknown> = {};
  let asked = 0;
  for (const operation of withBody())
    for (const { path, bad } of placesOf(operation.body))
      for (const value of bad) {
        asked += 1;
        const body = withIn(operation.body, rightBody(operation), path, value);
        const problem = notRefused(await send(operation, body), operation, path.join('.'));
        if (problem !== undefined) wrong[`${operation.name} ${path.join('.')}: ${shown(value)}`] = problem;
      }
  expect(asked, 'bodies that are nearly right').toBeGreaterThan(200);
  expect(wrong).toEqual({});
});

test('what just fits is taken in every place of every body @CON-01/requests @CON-10/valid @CON-10/documented', async ({
  skip,
}) => {
  if (webhooksUrl === undefined) return skip('no webhook may be sent anywhere');
  const wrong: Record<string, unknown> = {};
  let asked = 0;
  for (const operation of withBody())
    for (const { path, good } of placesOf(operation.body))
      for (const value of good) {
        asked += 1;
        const body = withIn(operation.body, rightBody(operation), path, value);
        const answer = await send(operation, body);
        const difference = description.difference(operation.name, answer);
        // Signing in with what is nobody's is refused for another reason.
        const isTaken = answer.status < 300 || (answer.status === 401 && operation.path.startsWith('/auth/'));
        if (!isTaken || difference !== undefined)
          wrong[`${operation.name} ${path.join('.')}: ${shown(value)}`] = difference ?? answer.what;
      }
  expect(asked, 'bodies that just fit').toBeGreaterThan(50);
  expect(wrong).toEqual({});
});

test('what nearly fits is refused in every parameter of every query, by its name @CON-01/requests @CON-04/400-fields @SEC-08/input @CON-10/invalid @CON-10/refused', async () => {
  const wrong: Record<string, unknown> = {};
  const inQuery = parameters.filter((one) => one.in === 'query');
  expect(inQuery.length, 'parameters of queries').toBeGreaterThan(15);
  const unasked: string[] = [];
  for (const { operation: of, name, required, schema } of inQuery) {
    const operation = operations.find((one) => one.name === of);
    if (operation === undefined) {
      unasked.push(`${of}: ${name}`);
      continue;
    }
    const others = inQuery.filter((one) => one.operation === of && one.required && one.name !== name);
    const ask = (value: string | undefined) => {
      const query = new URLSearchParams(others.map((one): [string, string] => [one.name, 'x']));
      if (value !== undefined) query.set(name, value);
      // What is sent otherwise is right: a file.
      const file = { body: '.', headers: { 'content-type': 'text/plain', 'idempotency-key': randomUUID() } };
      const url = `${filled(operation, ids.of(operation))}?${query.toString()}`;
      return clientFor(operation).ask(operation.method, url, operation.method === 'GET' ? {} : file);
    };
    const isNumber = schema['type'] === 'integer';
    const { minimum = 0, maximum = 0 } = schema as { minimum?: number; maximum?: number };
    const [place] = placesOf(schema);
    const texts = (place?.bad ?? []).filter(
      (one): one is string => typeof one === 'string' && one.isWellFormed(),
    );
    const bad = isNumber ? [minimum - 1, maximum + 1, minimum + 0.5, 'x', ''].map(String) : texts;
    if (bad.length === 0) unasked.push(`${of}: ${name}`);
    for (const value of [...bad, ...(required ? [undefined] : [])]) {
      const problem = notRefused(await ask(value), operation, name);
      if (problem !== undefined) wrong[`${of} ${name}=${value ?? ' left out'}`] = problem;
    }
    for (const value of isNumber ? [minimum, maximum].map(String) : []) {
      const answer = await ask(value);
      if (answer.status !== 200) wrong[`${of} ${name}=${value}`] = answer.what;
    }
  }
  expect(unasked, 'parameters of which nothing is nearly right').toEqual([]);
  expect(wrong).toEqual({});
});
