import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Answer, Call, Client } from './client.ts';
import type { OneOfEach } from './one-of-each.ts';
import { exampleOf, filled, isForAdmins, OPEN, type Operation } from './operations.ts';

/** A stream, which has no end. */
export const STREAM = 'GET /events';

export const isGuarded = ({ name }: Operation): boolean => !OPEN.includes(name);

/** Whoever may do it. */
export type Askers = Readonly<Record<'user' | 'admin', Client>>;

/** Asks for what is there, with a body that is right and a key of its own. */
export function askRightly(operation: Operation, by: Askers, ids: OneOfEach): Promise<Answer> {
  const { method, name, query } = operation;
  const path = filled(operation, ids.of(operation));
  const client = by[isForAdmins(operation) ? 'admin' : 'user'];
  if (name === 'POST /uploads') return client.ask(method, `${path}?name=right.txt`, upload());
  return client.ask(method, query.includes('q') ? `${path}?q=right` : path, callOf(operation));
}

function callOf({ body }: Operation): Call {
  return { ...(body && { json: exampleOf(body) }), headers: { 'idempotency-key': randomUUID() } };
}

function upload(): Call {
  return { body: 'Right.\n', headers: { 'content-type': 'text/plain', 'idempotency-key': randomUUID() } };
}

/** As many as a small pool of connections bears on a busy machine. */
const AT_ONCE = 6;

/** Asks each of them, a few at once; gives what is wrong about their answers, by their names. Of none it fails: nothing would be wrong. */
export async function wrongOf(
  operations: readonly Operation[],
  ask: (operation: Operation) => Promise<Answer>,
  problem: (answer: Answer, operation: Operation) => unknown,
  atOnce = AT_ONCE,
): Promise<Record<string, unknown>> {
  expect(operations.length, 'operations that are asked').toBeGreaterThan(0);
  const [left, wrong] = [[...operations], {} as Record<string, unknown>];
  const askRest = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      const said = problem(await ask(one), one);
      if (said !== undefined) wrong[one.name] = said;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, operations.length) }, askRest));
  return wrong;
}
