import { randomUUID } from 'node:crypto';
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

/** Asks all of them at once; gives what is wrong about their answers, by their names. */
export async function wrongOf(
  operations: readonly Operation[],
  ask: (operation: Operation) => Promise<Answer>,
  problem: (answer: Answer, operation: Operation) => unknown,
): Promise<Record<string, unknown>> {
  const told = await Promise.all(
    operations.map(async (one) => [one.name, problem(await ask(one), one)] as const),
  );
  return Object.fromEntries(told.filter(([, said]) => said !== undefined));
}
