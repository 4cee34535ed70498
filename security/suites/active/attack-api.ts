import { randomUUID } from 'node:crypto';
import type { Binding } from '../../../fixtures/bindings/target.ts';
import { attack, type Log, type Site } from './attack.ts';
import { send } from './exchange.ts';
import { exampleOf, type Operation, operationsIn } from './operations.ts';
import type { Marks } from './payloads.ts';
import { FROM, type Sessions } from './sessions.ts';

/** What is attacked, with what, as whom, and where what comes of it is written down. */
export interface Attacked {
  readonly target: Binding;
  readonly marks: Marks;
  readonly sessions: Sessions;
  /** What no answer may tell. */
  readonly secrets: readonly string[];
  readonly log: Log;
  /** Whether the session was good, each time that it was looked at. */
  readonly signedIn: boolean[];
}

/**
 * Every input of every operation that the API describes, as whoever may use it. Throws where it describes none: nobody knows then what
 * there is to attack.
 */
export async function attackApi(attacked: Attacked): Promise<void> {
  const { target, marks, secrets, log, signedIn } = attacked;
  const { apiUrl, webhooksUrl } = target;
  const { tokens } = attacked.sessions;
  const description = await send(apiUrl, { method: 'GET', path: '/openapi.json' }, FROM);
  if (description.status !== 200)
    throw new Error(
      `GET /openapi.json answered ${description.status}: without it nobody knows what to attack`,
    );
  // Of what has to lead somewhere: to where the product may send something.
  const operations = operationsIn(
    JSON.parse(description.text, (_key, value: unknown) =>
      leadingTo(`${webhooksUrl ?? ''}/hooks/attack`, value),
    ),
  );
  const [first] = operations;
  if (first === undefined)
    throw new Error('/openapi.json describes no operation: there is nothing to attack');
  const isForAdmins = ({ path }: Operation) => /^\/(webhooks|admin)(\/|$)|^\/metrics(\/workers)?$/.test(path);
  const bearer = async (operation: Operation) => ({
    authorization: `Bearer ${await (isForAdmins(operation) ? tokens.admin() : tokens.user())}`,
  });
  const ask = async (operation: Operation, method: string, path: string, body?: string) => {
    const type = operation.otherType ?? 'application/json';
    const headers = {
      ...(await bearer(operation)),
      'idempotency-key': randomUUID(),
      ...(body !== undefined && { 'content-type': type }),
    };
    return send(apiUrl, { method, path, headers, ...(body !== undefined && { body }) }, FROM);
  };
  // One of each thing, so that there are ids to ask for.
  for (const operation of operations.filter(
    ({ method, path }) => method === 'POST' && !/\{|^\/auth\//.test(path),
  )) {
    const query = operation.inputs.some(({ in: where, required }) => where === 'query' && required)
      ? '?name=attack.txt'
      : '';
    const body =
      operation.otherType === undefined
        ? operation.body && JSON.stringify(exampleOf(operation.body))
        : 'Attack.';
    await ask(operation, 'POST', `${operation.path}${query}`, body);
  }
  const known = new Map<string, string>();
  /** Of each name in the path the newest thing that the list before it shows. */
  const idsOf = async (operation: Operation) => {
    const ids: Record<string, string> = {};
    let path = '';
    for (const part of operation.path.split('/').slice(1)) {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name === undefined) path += `/${part}`;
      else {
        const id = known.get(path) ?? (await firstIn(operation, path));
        if (id !== undefined) known.set(path, id);
        ids[name] = id ?? randomUUID();
        path += `/${ids[name]}`;
      }
    }
    return ids;
  };
  const firstIn = async (operation: Operation, path: string) => {
    const run = operations.find(
      (one) => one.method === 'POST' && one.path === operation.path.replace(/\/\{\w+\}(\/\w+)?$/, ''),
    );
    if (run !== undefined && run.inputs.some((one) => one.in === 'path')) await ask(run, 'POST', path);
    try {
      const { items } = JSON.parse((await ask(operation, 'GET', path)).text) as {
        items?: readonly { id?: string }[];
      };
      return items?.[0]?.id;
    } catch {
      return undefined;
    }
  };
  const site: Site = { base: apiUrl, from: FROM, marks, secrets, origin: apiUrl, headersFor: bearer, idsOf };
  const me = async () => {
    const { status } = await send(
      apiUrl,
      { method: 'GET', path: '/me', headers: { authorization: `Bearer ${await tokens.user()}` } },
      FROM,
    );
    signedIn.push(status === 200);
  };
  const before = await ask(first, 'GET', '/me');
  await me();
  // Whoever signs out has no session to go on with; it takes no input.
  await attack(
    site,
    operations.filter(({ inputs }) => inputs.length > 0),
    log,
    me,
  );
  // As it was.
  const { name } = JSON.parse(before.text) as { name?: string };
  const headers = { authorization: `Bearer ${await tokens.user()}`, 'content-type': 'application/json' };
  await send(apiUrl, { method: 'PATCH', path: '/me', headers, body: JSON.stringify({ name }) }, FROM);
}

const leadingTo = (url: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'format' in value && value.format === 'uri'
    ? { ...value, example: url }
    : value;
