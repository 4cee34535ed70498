import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { countsOf, tally } from '../metrics/counting.ts';
import { exposition } from '../metrics/exposition.ts';
import { askRightly, type Askers, STREAM, wrongOf } from '../shared/asking.ts';
import { type Answer, clientOf, expectBody, expectRefusal, signIn } from '../shared/client.ts';
import { LAUNCH_MS, launch, type Launched, linesFor, startOf } from '../shared/launch.ts';
import { makeOneOfEach, type OneOfEach } from '../shared/one-of-each.ts';
import { isForAdmins, type Operation, operationsOf, routeOf } from '../shared/operations.ts';
import { secretsIn } from '../shared/secrets.ts';
import { envelope } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';

const { apiUrl, accounts, webhooksUrl, metrics } = binding();
const { env } = startOf('api');

/** What is hidden in the words of a library that complains of this address, each in a form of its own. */
const HIDING = 'http://canary-user:canary@127.0.0.1:9/eyJjYW5hcnk.eyJjYW5hcnk.canary/whsec_canary?key=canary';

let api: Launched;
let by: Askers;
let ids: OneOfEach;
/** What looks into the database: there it finds none of its tables. */
let asked: readonly Operation[];
const WITHOUT = ['GET /metrics/workers', 'GET /me', 'POST /auth/logout', 'POST /auth/refresh', STREAM];
beforeAll(async () => {
  const [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  ids = await makeOneOfEach(user, admin, webhooksUrl);
  const database = new URL(env['DATABASE_URL'] ?? '');
  database.pathname = '/postgres';
  api = await launch('api', { DATABASE_URL: database.href, WORKER_URL: HIDING });
  by = { user: clientOf(api.url, user.token), admin: clientOf(api.url, admin.token) };
  const all = await operationsOf(by.user);
  asked = all.filter(({ name }) => !name.startsWith('GET /api/health') && !WITHOUT.includes(name));
}, LAUNCH_MS);
afterAll(() => api.stop());

const INSIDES = /relation|does not exist|select|insert|pg_|\bat .*:\d+:\d+|node_modules|\.ts\b|postgres/i;
const answers: { readonly operation: Operation; readonly answer: Answer }[] = [];
/** Asks again what is busy for a moment: on a busy machine Postgres may not answer in time. */
async function ask(operation: Operation, patience = 3): Promise<Answer> {
  const answer = await askRightly(operation, by, ids);
  answers.push({ operation, answer });
  return answer.status === 503 && patience > 0 ? ask(operation, patience - 1) : answer;
}
function notInternal(answer: Answer): unknown {
  const { error } = envelope.safeParse(answer.body).data ?? {};
  const isRight =
    answer.status === 500 &&
    error?.code === 'INTERNAL' &&
    error.requestId === answer.headers.get('request-id') &&
    answer.headers.get('cache-control') === 'no-store' &&
    !INSIDES.test(answer.bytes.toString());
  return isRight ? undefined : answer.what;
}

test('every operation that cannot do what it should answers 500 in the envelope, and tells nothing of why @CON-04/500 @SEC-08/leaks', async () => {
  expect(asked.length, 'operations').toBeGreaterThan(25);
  expect(await wrongOf(asked, ask, notInternal)).toEqual({});
  const health = z.looseObject({
    status: z.string(),
    checks: z.record(z.string(), z.looseObject({ status: z.string() })),
  });
  const look = async () => {
    const { checks } = expectBody(await by.user.get('/api/health'), 503, health);
    return Object.entries(checks)
      .map(([name, { status }]) => `${name} ${status}`)
      .sort();
  };
  const wanted = ['migrations unavailable', 'postgres ok', 'redis ok', 'storage ok'];
  await until(`GET /api/health: ${wanted.join()}`, look, (told) => told.join() === wanted.join());
});

test('each of them is counted as an error, and no refusal is @CON-06/errors-true', async () => {
  expect(answers.length, 'answers that were looked at').toBeGreaterThan(25);
  const before = await clientOf(api.url).get('/me');
  expect(before.status).toBe(401);
  const { token } = metrics.find(({ part }) => part === 'api') ?? {};
  const read = exposition((await clientOf(api.url, token).get('/metrics')).bytes.toString());
  const counted = countsOf(
    read,
    'http_errors_total',
    ['method', 'route', 'status'],
    (key) => !key.includes('/api/health'),
  );
  expect(counted).toEqual(
    tally(answers.map(({ operation: one, answer }) => `${one.method} ${routeOf(one)} ${answer.status}`)),
  );
});

test('its log has a warning and the cause for each, with its request id, trace and tenant, and no secret @OBS-05/levels @OBS-05/json @CON-05/logs @SEC-08/leaks', async () => {
  const lines = await linesFor(
    api,
    answers.map(({ answer }) => answer),
  );
  const wrong: Record<string, unknown> = {};
  for (const { operation: one, answer } of answers.filter((each) => each.answer.status !== 503)) {
    const own = lines.filter(({ requestId }) => requestId === answer.headers.get('request-id'));
    const [answered, ...more] = own.filter(({ msg }) => msg === 'answered');
    const causes = own.filter(({ level, msg }) => level === 'error' && msg === 'INTERNAL');
    // An admin is not let through, and so not known, before a line is kept.
    const tenant = answer.headers.get('tenant') ?? undefined;
    const isRight =
      more.length === 0 &&
      answered?.['level'] === 'warn' &&
      answered['status'] === 500 &&
      answered['tenant'] === tenant &&
      typeof answered['durationMs'] === 'number' &&
      answered['traceId'] === answer.headers.get('traceparent')?.split('-')[1] &&
      causes.length === 1 &&
      z
        .looseObject({ type: z.string(), message: z.string().min(1), stack: z.string().min(1) })
        .safeParse(causes[0]?.['err']).success;
    if (!isRight) wrong[one.name] = own;
  }
  expect(wrong).toEqual({});
  expect(answers.filter(({ operation: one }) => !isForAdmins(one)).length, 'of users').toBeGreaterThan(10);
  const told = [
    ...secretsIn(env),
    by.user.token ?? '',
    by.admin.token ?? '',
    accounts.user.username,
    'Example',
  ];
  const text = api.output();
  expect(told.filter((one) => text.includes(one)).length, 'secrets and personal data in the log').toBe(0);
});

test('what hides in the words of somebody else is taken out of the log: whose address it is, keys, tokens and what is asked @OBS-05/pii @SEC-08/leaks', async () => {
  const { token } = metrics.find(({ part }) => part === 'api') ?? {};
  const answer = await clientOf(api.url, token).get('/metrics/workers');
  expectRefusal(answer, 503, 'DEPENDENCY_UNAVAILABLE');
  expect(answer.bytes.toString(), answer.what).not.toMatch(/canary|127\.0\.0\.1/);
  const ofIt = () => api.log().filter(({ requestId }) => requestId === answer.headers.get('request-id'));
  const own = await until('two lines of that request', ofIt, ({ length }) => length >= 2);
  expect(JSON.stringify(own), 'lines of that request').toContain('127.0.0.1:9');
  const whole = /127\.0\.0\.1:9\S*/.exec(JSON.stringify(own))?.[0];
  expect(api.output().includes('canary'), `what was hidden, in ${whole ?? ''}`).toBe(false);
});
