import { randomUUID } from 'node:crypto';
import pactum from 'pactum';
import type Spec from 'pactum/src/models/Spec.js';

/** A request that the API must refuse, and how. */
export interface Refusal {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  /** Fresh for each run; `token` belongs to an ordinary user. */
  readonly ask: (token: string) => Spec;
}

const NOWHERE = '/workflows/00000000-0000-4000-8000-000000000000';
const signedIn = (token: string) => pactum.spec().withBearerToken(token);
const newWorkflow = (token: string, key: string, body: object) =>
  signedIn(token).post('/workflows').withHeaders('idempotency-key', key).withJson(body);

/** The key of a workflow named "Envelope", which must be created before the refusals are asked for. */
const USED_KEY = `envelope-${randomUUID()}`;
export const createFirst = (token: string) => newWorkflow(token, USED_KEY, { name: 'Envelope' });

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
];
