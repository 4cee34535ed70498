import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Account } from '../../../fixtures/bindings/target.ts';
import { envelope, login } from './shapes.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; the text when it is not JSON. */
  readonly body: unknown;
  readonly bytes: Buffer;
  /** `GET /me answered 403 {"error":…}`: what failing checks begin with. */
  readonly what: string;
}

export interface Call {
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody who asks the API: signed in, or anonymous when there is no token. */
export interface Client {
  readonly url: string;
  readonly token: string | undefined;
  ask(method: string, path: string, call?: Call): Promise<Answer>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, json?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  put(path: string, json: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  patch(path: string, json: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  /** A post with an idempotency key of its own. */
  create(path: string, json: unknown): Promise<Answer>;
}

const TIMEOUT_MS = 10_000;

/** `url` without a trailing slash. Redirects are not followed. */
export function clientOf(url: string, token?: string): Client {
  const bearer = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const ask: Client['ask'] = (method, path, call = {}) =>
    send(`${url}${path}`, method, { ...call, headers: { ...bearer, ...call.headers } });
  return {
    url,
    token,
    ask,
    get: (path, headers = {}) => ask('GET', path, { headers }),
    post: (path, json, headers = {}) => ask('POST', path, { json, headers }),
    put: (path, json, headers = {}) => ask('PUT', path, { json, headers }),
    patch: (path, json) => ask('PATCH', path, { json }),
    delete: (path) => ask('DELETE', path),
    create: (path, json) => ask('POST', path, { json, headers: { 'idempotency-key': randomUUID() } }),
  };
}

async function send(url: string, method: string, { json, body, headers }: Call): Promise<Answer> {
  const isJson = json !== undefined;
  const response = await fetch(url, {
    method,
    headers: { ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers },
    body: isJson ? JSON.stringify(json) : (body ?? null),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString('utf8');
  const said = response.headers.get('content-type')?.startsWith('application/json') === true;
  // What went well may hold a token or a secret: only refusals are quoted.
  const excerpt = response.status >= 400 ? ` ${text.slice(0, 300)}` : '';
  const what = `${method} ${new URL(url).pathname} answered ${response.status}${excerpt}`;
  return {
    status: response.status,
    headers: response.headers,
    body: said ? parsed(text) : text,
    bytes,
    what,
  };
}

/** What says that it is JSON and is not, as a file of somebody's may, stays the text that it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Signs in; fails the test when that does not work. */
export async function signIn(url: string, { username, password }: Account): Promise<Client> {
  const answer = await clientOf(url).post('/auth/login', { email: username, password });
  return clientOf(url, expectBody(answer, 200, login).token);
}

/** Fails with the endpoint, the status that was expected and the answer. */
export function expectStatus(answer: Answer, status: number): void {
  expect(answer.status, answer.what).toBe(status);
}

/** The body, in exactly this shape; fails with every difference. */
export function expectBody<S extends z.ZodType>(answer: Answer, status: number, shape: S): z.output<S> {
  expectStatus(answer, status);
  const parsed = shape.safeParse(answer.body);
  expect(parsed.error && z.prettifyError(parsed.error), `${answer.what}; its body differs`).toBeUndefined();
  return parsed.data as z.output<S>;
}

/** The envelope with this status and code. Gives the names of the fields that it complains of. */
export function expectRefusal(answer: Answer, status: number, code: string): readonly string[] {
  const { error } = expectBody(answer, status, envelope);
  expect(error.code, answer.what).toBe(code);
  return (error.fields ?? []).map(({ path }) => path);
}

/** A 400 that names the field. */
export function expectInvalid(answer: Answer, field: string): void {
  expect(expectRefusal(answer, 400, 'VALIDATION_FAILED'), answer.what).toContain(field);
}
