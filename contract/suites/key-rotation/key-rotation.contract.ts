/** The drill of the runbook "Key rotation": each step is another API beside the target's, on the same stores. */
import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, clientOf, expectBody, expectRefusal, expectStatus } from '../shared/client.ts';
import { statusOfStream } from '../shared/event-stream.ts';
import { LAUNCH_MS, launch, type Launched, startOf } from '../shared/launch.ts';
import { login } from '../shared/shapes.ts';

const { apiUrl, accounts } = binding();
const old = startOf('api').env['JWT_SECRET'] ?? '';
const next = randomBytes(32).toString('base64url');

interface Step {
  readonly what: string;
  readonly JWT_SECRET: string;
  readonly JWT_SECRET_ACCEPTED: string | undefined;
}
const STEPS = [
  { what: 'before', JWT_SECRET: old, JWT_SECRET_ACCEPTED: undefined },
  { what: 'the new one is taken too', JWT_SECRET: old, JWT_SECRET_ACCEPTED: next },
  { what: 'the new one signs', JWT_SECRET: next, JWT_SECRET_ACCEPTED: old },
  { what: 'the old one is gone', JWT_SECRET: next, JWT_SECRET_ACCEPTED: undefined },
] as const satisfies readonly Step[];

interface Stage extends Step {
  readonly url: string;
  /** Of somebody who signed in there. */
  readonly token: string;
  readonly refreshToken: string;
}
const apis: Launched[] = [];
let stages: readonly Stage[];

async function signedInAt(url: string) {
  const { username: email, password } = accounts.user;
  return expectBody(await clientOf(url).post('/auth/login', { email, password }), 200, login);
}

beforeAll(async () => {
  const without = { OTEL_EXPORTER_OTLP_ENDPOINT: undefined };
  const [, ...others] = STEPS;
  apis.push(
    ...(await Promise.all(
      others.map(({ JWT_SECRET, JWT_SECRET_ACCEPTED }) =>
        launch('api', { ...without, JWT_SECRET, JWT_SECRET_ACCEPTED }),
      ),
    )),
  );
  const urls = [apiUrl, ...apis.map(({ url }) => url)];
  stages = await Promise.all(
    STEPS.map(async (step, place) => {
      const url = urls[place] ?? '';
      const { token, refreshToken } = await signedInAt(url);
      return { ...step, url, token, refreshToken };
    }),
  );
}, LAUNCH_MS);
afterAll(() => Promise.all(apis.map((api) => api.stop())));

const me = (url: string, token: string): Promise<Answer> => clientOf(url, token).get('/me');
const first = () => stages[0] as Stage;
const last = () => stages.at(-1) as Stage;

test('while one step follows another, who signed in at either is known at both @SEC-14/rotation', async () => {
  const refused: string[] = [];
  for (const [place, stage] of stages.entries())
    for (const other of stages.slice(Math.max(0, place - 1), place + 2)) {
      const { status } = await me(other.url, stage.token);
      if (status !== 200) refused.push(`signed in "${stage.what}", asked "${other.what}": ${status}`);
    }
  expect(refused).toEqual([]);
});

test('once the old one is gone, what it signed opens nothing, and a new sign-in does @SEC-14/rotation @SEC-06/forged-tokens', async () => {
  const bySigner = stages.filter(({ JWT_SECRET }) => JWT_SECRET === old);
  expect(bySigner.length, 'steps at which the old one signs').toBe(2);
  for (const { token } of bySigner) {
    expectRefusal(await me(last().url, token), 401, 'UNAUTHENTICATED');
    expect((await statusOfStream(clientOf(last().url, token))).status, 'GET /events').toBe(401);
  }
  const { token } = await signedInAt(last().url);
  expectStatus(await me(last().url, token), 200);
});

test('nobody is signed out: the session from before goes on, with a token of the new one @SEC-14/rotation', async () => {
  const { token, refreshToken } = await signedInAt(first().url);
  expectRefusal(await me(last().url, token), 401, 'UNAUTHENTICATED');
  const renewed = expectBody(await clientOf(last().url).post('/auth/refresh', { refreshToken }), 200, login);
  expectStatus(await me(last().url, renewed.token), 200);
});

test('who signed out stays signed out at every step @SEC-14/rotation @SEC-06/sessions', async () => {
  const { token, refreshToken } = await signedInAt(first().url);
  expectStatus(await clientOf(first().url, token).post('/auth/logout'), 204);
  for (const { url } of stages) {
    expectRefusal(await me(url, token), 401, 'UNAUTHENTICATED');
    expectStatus(await clientOf(url).post('/auth/refresh', { refreshToken }), 401);
  }
});

test('no step takes what neither of its keys has signed @SEC-14/rotation @SEC-06/forged-tokens', async () => {
  const [, payload = ''] = first().token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const forged = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(randomBytes(32));
  for (const { url, ...secrets } of stages) {
    expectRefusal(await me(url, forged), 401, 'UNAUTHENTICATED');
    const isTaken = ({ JWT_SECRET }: Step) =>
      [secrets.JWT_SECRET, secrets.JWT_SECRET_ACCEPTED].includes(JWT_SECRET);
    for (const other of stages) expectStatus(await me(url, other.token), isTaken(other) ? 200 : 401);
  }
});
