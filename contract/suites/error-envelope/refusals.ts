import { randomUUID } from 'node:crypto';
import pactum from 'pactum';
import type Spec from 'pactum/src/models/Spec.js';
import type { Client } from '../shared/client.ts';
import { createWorkflow, runToEnd } from '../shared/runs.ts';

/** A request that the API must refuse, and how. */
export interface Refusal {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  /** Fresh for each run; `token` belongs to an ordinary user. */
  readonly ask: (token: string, paths: Paths) => Spec;
}

/** What must be there before the refusals are asked for. */
export interface Paths {
  readonly workflow: string;
  /** A run that has ended. */
  readonly over: string;
}

const NOWHERE = '/workflows/00000000-0000-4000-8000-000000000000';
const signedIn = (token: string) => pactum.spec().withBearerToken(token);
const newWorkflow = (token: string, key: string, body: object) =>
  signedIn(token).post('/workflows').withHeaders('idempotency-key', key).withJson(body);

/** The key of the workflow named "Envelope". */
const USED_KEY = `envelope-${randomUUID()}`;

/** Makes what must be there. Rejects when that is refused. */
export async function prepare(user: Client): Promise<Paths> {
  await newWorkflow(user.token ?? '', USED_KEY, { name: 'Envelope' })
    .expectStatus(201)
    .toss();
  const { id } = await createWorkflow(user, 'Envelope', ['collect']);
  const over = await runToEnd(user, { id });
  return { workflow: `/workflows/${id}`, over: `/workflows/${id}/runs/${over.id}` };
}

const upload = (token: string, type: string, headers: object) =>
  signedIn(token)
    .post('/uploads')
    .withQueryParams('name', 'envelope.txt')
    .withHeaders({ 'content-type': type, 'idempotency-key': randomUUID(), ...headers })
    .withBody('An envelope.');

export const refusals: readonly Refusal[] = [
  {
    title: 'no token',
    status: 401,
    code: 'UNAUTHENTICATED',
    ask: () => pactum.spec().get('/me'),
  },
  {
    title: 'a role that may not',
    status: 403,
    code: 'FORBIDDEN',
    ask: (token) => signedIn(token).get('/admin/overview'),
  },
  {
    title: "another tenant's name",
    status: 403,
    code: 'TENANT_MISMATCH',
    ask: (token) => signedIn(token).get('/me').withHeaders('tenant', 'tenant-of-others'),
  },
  {
    title: 'a workflow that does not exist',
    status: 404,
    code: 'NOT_FOUND',
    ask: (token) => signedIn(token).get(NOWHERE),
  },
  {
    title: 'a body with a malformed field',
    status: 400,
    code: 'VALIDATION_FAILED',
    ask: (token) => newWorkflow(token, randomUUID(), { name: 7 }),
  },
  {
    title: 'a body with an unknown field',
    status: 400,
    code: 'VALIDATION_FAILED',
    ask: (token) => newWorkflow(token, randomUUID(), { name: 'Envelope', colour: 'red' }),
  },
  {
    title: 'an idempotency key that was used for something else',
    status: 422,
    code: 'IDEMPOTENCY_KEY_REUSED',
    ask: (token) => newWorkflow(token, USED_KEY, { name: 'Another envelope' }),
  },
  {
    title: 'a file that is not what its digest says',
    status: 422,
    code: 'CHECKSUM_MISMATCH',
    ask: (token) => upload(token, 'text/plain', { 'content-digest': `sha-256=:${'A'.repeat(43)}=:` }),
  },
  {
    title: 'cancelling a run that has ended',
    status: 409,
    code: 'RUN_OVER',
    ask: (token, { over }) => signedIn(token).post(`${over}/cancel`),
  },
  {
    title: 'changing what somebody else has changed meanwhile',
    status: 412,
    code: 'PRECONDITION_FAILED',
    ask: (token, { workflow }) =>
      signedIn(token)
        .put(workflow)
        .withHeaders('if-match', '"an-older-state"')
        .withJson({ name: 'Envelope', steps: ['collect'] }),
  },
  {
    title: 'a body that is too large',
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
    ask: (token) => newWorkflow(token, randomUUID(), { name: 'x'.repeat(70_000) }),
  },
  {
    title: 'a file of a type that is not taken',
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    ask: (token) => upload(token, 'application/zip', {}),
  },
  {
    title: 'a body that is no JSON',
    status: 400,
    code: 'VALIDATION_FAILED',
    ask: () =>
      pactum.spec().post('/auth/login').withHeaders('content-type', 'application/json').withBody('{"email":'),
  },
];
