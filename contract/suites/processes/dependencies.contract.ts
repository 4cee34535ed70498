import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { askRightly, type Askers, isGuarded, STREAM, wrongOf } from '../shared/asking.ts';
import { type Answer, clientOf, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { LAUNCH_MS, launch, type Launched, linesFor, startOf } from '../shared/launch.ts';
import { makeOneOfEach, type OneOfEach } from '../shared/one-of-each.ts';
import { filled, type Operation, operationsOf, routeOf } from '../shared/operations.ts';
import { secretsIn } from '../shared/secrets.ts';
import { baseline, envelope, listOf, login, upload } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';
import { type Description, describe as read } from '../openapi/description.ts';
import { countsOf, tally } from '../metrics/counting.ts';
import { exposition } from '../metrics/exposition.ts';
import { switchable, type Switchable } from './switchable.ts';

const { apiUrl, accounts, webhooksUrl, metrics } = binding();
const { env } = startOf('api');
const scraper = metrics.find(({ part }) => part === 'api')?.token;

type Link = 'redis' | 'postgres' | 'storage' | 'worker';
const URLS = {
  redis: 'REDIS_URL',
  postgres: 'DATABASE_URL',
  storage: 'STORAGE_URL',
  worker: 'WORKER_URL',
} as const;

let links: Readonly<Record<Link, Switchable>>;
let api: Launched;
let by: Askers;
let ids: OneOfEach;
let operations: readonly Operation[];
let description: Description;
beforeAll(async () => {
  const made = Object.entries(URLS).map(
    async ([name, variable]) => [name, await switchable(env[variable] ?? '')] as const,
  );
  links = Object.fromEntries(await Promise.all(made)) as typeof links;
  const through = Object.entries(URLS).map(([name, variable]): [string, string] => [
    variable,
    links[name as Link].url,
  ]);
  const [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  ids = await makeOneOfEach(user, admin, webhooksUrl);
  api = await launch('api', Object.fromEntries<string>(through));
  by = { user: clientOf(api.url, user.token), admin: clientOf(api.url, admin.token) };
  const document = await by.user.get('/openapi.json');
  description = await read(document.body as Record<string, unknown>);
  operations = (await operationsOf(by.user)).filter(({ name }) => name !== STREAM);
}, LAUNCH_MS);
afterAll(async () => {
  await api.stop();
  Object.values(links).forEach((link) => link.close());
});

const ask = (operation: Operation) => askRightly(operation, by, ids);
/** Described, and with its own words: what is away, and that it may be tried again. */
const notUnavailable =
  (who: string) =>
  (answer: Answer, { name }: Operation) => {
    const { error } = envelope.safeParse(answer.body).data ?? {};
    const isRight =
      answer.status === 503 &&
      error?.code === 'DEPENDENCY_UNAVAILABLE' &&
      error.message.includes(who) &&
      error.requestId === answer.headers.get('request-id') &&
      /^[1-9]\d*$/.test(answer.headers.get('retry-after') ?? '');
    return isRight ? description.difference(name, answer) : answer.what;
  };
const health = z.strictObject({
  status: z.enum(['ok', 'unavailable']),
  checks: z.record(
    z.string(),
    z.strictObject({ status: z.enum(['ok', 'unavailable']), durationMs: z.int().min(0) }),
  ),
});
/** That health says so of these and of no other. */
async function expectAway(...away: readonly string[]): Promise<void> {
  const look = async () => {
    const answer = await by.user.get('/api/health');
    expect(description.difference('GET /api/health', answer), answer.what).toBeUndefined();
    const { status, checks } = expectBody(answer, away.length === 0 ? answer.status : 503, health);
    expect(status, `status of a ${answer.status}`).toBe(answer.status === 200 ? 'ok' : 'unavailable');
    const bad = Object.entries(checks).filter(([, one]) => one.status !== 'ok');
    return bad.map(([name]) => name).sort();
  };
  const wanted = [...away].sort();
  await until(
    `GET /api/health: ${away.join() || 'nothing'} unavailable`,
    look,
    (bad) => bad.join() === wanted.join(),
  );
  expectStatus(await by.user.get('/api/health/live'), 200);
}

/** Whatever was answered 503 here, in the operation's own words. */
const refused: { readonly operation: Operation; readonly answer: Answer }[] = [];
async function wrongWhile(
  away: Link,
  asked: readonly Operation[],
  askOne: (operation: Operation) => Promise<Answer>,
  who: string,
) {
  const notSo = notUnavailable(who);
  links[away].cut();
  try {
    const judged = (answer: Answer, operation: Operation) => {
      if (answer.status === 503) refused.push({ operation, answer });
      return notSo(answer, operation);
    };
    // All at once: each waits until it is clear that nobody answers.
    const wrong = await wrongOf(asked, askOne, judged, asked.length);
    // Of the worker only its metrics are asked for, and health says nothing of it.
    if (away !== 'worker') await expectAway(away);
    return wrong;
  } finally {
    links[away].mend();
    await expectAway();
  }
}
const named = (...names: readonly string[]) => operations.filter(({ name }) => names.includes(name));
const isHealth = ({ name }: Operation) => name.startsWith('GET /api/health');

describe('while it is away', () => {
  test('every operation that asks Redis who is there answers 503, as described @CON-01/503 @CON-04/503', async () => {
    const refreshToken = await newRefreshToken();
    const asked = operations.filter((one) => !isHealth(one));
    const askOne = (one: Operation) =>
      one.name === 'POST /auth/refresh' ? by.user.post('/auth/refresh', { refreshToken }) : ask(one);
    expect(await wrongWhile('redis', asked, askOne, 'Redis')).toEqual({});
    expectStatus(await by.user.post('/auth/refresh', { refreshToken }), 200);
  });

  test('every operation that needs Postgres answers 503, as described, and does nothing @CON-01/503 @CON-04/503', async () => {
    const withoutIt = ['GET /me', 'POST /auth/logout'];
    const refreshToken = await newRefreshToken();
    const asked = operations.filter((one) => !isHealth(one) && !withoutIt.includes(one.name));
    const askOne = (one: Operation) =>
      one.name === 'POST /auth/refresh' ? by.user.post('/auth/refresh', { refreshToken }) : ask(one);
    expect(await wrongWhile('postgres', asked, askOne, 'Postgres')).toEqual({});
    // The token was not used up: until then a failure costs nothing.
    expectStatus(await by.user.post('/auth/refresh', { refreshToken }), 200);
  });

  test('what needs the object store answers 503, as described, and what is stored stays listed @CON-01/503 @CON-04/503', async () => {
    const asked = named('POST /uploads', 'GET /uploads/{id}/content', 'DELETE /uploads/{id}');
    // Other files of this suite store things of this tenant as well: this one is nobody else's.
    const name = `away-${randomUUID()}.txt`;
    const send = () =>
      by.user.ask('POST', `/uploads?name=${name}`, {
        body: 'Away.\n',
        headers: { 'content-type': 'text/plain', 'idempotency-key': randomUUID() },
      });
    const list = async () => expectBody(await by.user.get('/uploads?limit=100'), 200, listOf(upload)).items;
    const before = await list();
    const askOne = (one: Operation) => (one.name === 'POST /uploads' ? send() : ask(one));
    expect(await wrongWhile('storage', asked, askOne, 'The object store')).toEqual({});
    const after = await list();
    const [ids, names] = [before.map(({ id }) => id), after.map((one) => one.name)];
    expect(
      after.filter(({ id }) => ids.includes(id)),
      'GET /uploads, afterwards',
    ).toEqual(before);
    expect(names, 'GET /uploads, afterwards: what was refused').not.toContain(name);
    expectStatus(await send(), 201);
    expect((await list()).map((one) => one.name)).toContain(name);
  });

  test('the metrics of the worker answer 503, as described @CON-01/503 @CON-04/503', async () => {
    const asked = named('GET /metrics/workers');
    const askOne = () => clientOf(api.url, scraper).get('/metrics/workers');
    expect(await wrongWhile('worker', asked, askOne, 'The worker')).toEqual({});
    expectStatus(await askOne(), 200);
  });
});

/** The longest that each may be waited for, and as much again for a machine that is busy. README: health answers within 1 s. */
const patience: Readonly<Record<Link, readonly [path: string, answerMs: number]>> = {
  redis: ['/me', 5000],
  postgres: ['/workflows', 8000],
  storage: ['/uploads', 8000],
  worker: ['/metrics/workers', 8000],
};
const HEALTH_MS = 4000;

describe.each(Object.entries(patience))(
  'while %s takes everything and says nothing',
  (name, [path, answerMs]) => {
    test('who asks is told so in time, and health tells it at once @CON-04/503', async () => {
      const link = links[name as Link];
      const file = operations.find((one) => one.name === 'GET /uploads/{id}/content');
      const asked = name === 'storage' && file !== undefined ? filled(file, ids.of(file)) : path;
      const client = name === 'worker' ? clientOf(api.url, scraper) : by.user;
      const inTime = (answer: Promise<Answer>, ms: number) =>
        Promise.race([answer.then(({ status }) => status).catch(() => 'none'), sleep(ms, 'none yet')]);
      expectStatus(await client.get(asked), 200);
      link.silence();
      try {
        const [status, healthy] = await Promise.all([
          inTime(client.get(asked), answerMs),
          inTime(by.user.get('/api/health'), HEALTH_MS),
        ]);
        expect(status, `GET ${asked}: its status, after ${answerMs} ms at most`).toBe(503);
        expect(healthy, `GET /api/health: its status, after ${HEALTH_MS} ms at most`).toBe(
          name === 'worker' ? 200 : 503,
        );
      } finally {
        link.mend();
        await expectAway();
      }
    });
  },
);

describe('afterwards', () => {
  test('every operation that reads does so again', async () => {
    const reading = operations.filter((one) => one.method === 'GET' && isGuarded(one));
    const look = () =>
      wrongOf(reading, ask, (answer, operation) => {
        if (answer.status === 503) refused.push({ operation, answer });
        return answer.status === 200 ? undefined : answer.what;
      });
    // Connections come back one by one.
    const isWhole = (wrong: Awaited<ReturnType<typeof look>>) => Object.keys(wrong).length === 0;
    await until('no operation that reads is refused', look, isWhole);
  });

  test('each 503 was counted as an error, by its method and route, and nothing else was @CON-06/errors-true', async () => {
    const read = exposition((await clientOf(api.url, scraper).get('/metrics')).bytes.toString());
    const counted = countsOf(
      read,
      'http_errors_total',
      ['method', 'route', 'status'],
      (key) => !key.includes('/api/health'),
    );
    const silent = [
      'GET /me 503',
      'GET /workflows 503',
      'GET /uploads/:id/content 503',
      'GET /metrics/workers 503',
    ];
    const asked = refused.map(({ operation: one }) => `${one.method} ${routeOf(one)} 503`);
    expect(counted).toEqual(tally([...asked, ...silent]));
  });

  test('each 503 has a line of a warning, and one of its cause; no line holds a secret @OBS-05/levels @CON-05/logs @SEC-08/leaks', async () => {
    expect(refused.length, 'answers of 503').toBeGreaterThan(0);
    const lines = await linesFor(
      api,
      refused.map(({ answer }) => answer),
    );
    const wrong: Record<string, unknown> = {};
    for (const { operation: one, answer } of refused) {
      const requestId = answer.headers.get('request-id');
      const own = lines.filter((line) => line['requestId'] === requestId);
      const [traceId] = [answer.headers.get('traceparent')?.split('-')[1]];
      const [answered, ...more] = own.filter(({ msg }) => msg === 'answered');
      const causes = own.filter(({ level }) => level === 'error');
      const shown = {
        method: one.method,
        route: routeOf(one),
        status: 503,
        level: 'warn',
        traceId,
        part: 'api',
      };
      const isWhole =
        more.length === 0 &&
        causes.length === 1 &&
        causes[0]?.msg === 'DEPENDENCY_UNAVAILABLE' &&
        own.every((line) => line['traceId'] === traceId);
      const differs = Object.entries(shown).some(([key, value]) => answered?.[key] !== value);
      if (!isWhole || differs || causes[0]?.['err'] === undefined) wrong[one.name] = own;
    }
    expect(wrong, 'lines of requests that were answered 503').toEqual({});
    const told = [...secretsIn(env), by.user.token ?? '', by.admin.token ?? '', accounts.user.password];
    const text = api.output();
    expect(told.filter((secret) => text.includes(secret)).length, 'secrets in the log').toBe(0);
  });
});

test('its last minute is told as it was: so many requests, so many of them errors, so long, of so much CPU and memory', async () => {
  const scrape = async () => exposition((await clientOf(api.url, scraper).get('/metrics')).bytes.toString());
  const read = await scrape();
  // The second under way is not in it yet.
  await sleep(1500);
  const answer = await by.user.get('/metrics/baseline');
  const { measuredAt, metrics: told } = expectBody(answer, 200, baseline);
  expect(Math.abs(Date.now() - Date.parse(measuredAt)), 'ms since measuredAt').toBeLessThan(10_000);
  expect(told.map(({ name, label, unit }) => `${name}, ${label}, ${unit}`)).toEqual([
    ...['cpu, CPU, %', 'memory, Memory, MB', 'latency_p95, Latency p95, ms'],
    ...['error_rate, Error rate, %', 'requests, Requests, per second'],
  ]);
  for (const { name, current, baseline: usual, delta, series } of told) {
    expect(delta, `delta of ${name}`).toBeCloseTo(current - usual, 1);
    expect(series.length, `series of ${name}`).toBe(told[0]?.series.length);
  }
  const [cpu, memory, latency, errors, requests] = told.map(({ current, series, status }) => {
    return { current, status, sum: series.reduce((sum, value) => sum + value, 0), seconds: series.length };
  }) as [Told, Told, Told, Told, Told];
  expect(memory.current, 'MB').toBeGreaterThan(50);
  expect(
    memory.current / (read.sum('process_resident_memory_bytes') / 1024 ** 2),
    'against its gauge',
  ).toBeCloseTo(1, 0);
  expect(cpu.sum / 100, 'seconds of CPU').toBeLessThan(read.sum('process_cpu_seconds_total') + 1);
  expect(cpu.current, 'CPU').toBeCloseTo(cpu.sum / cpu.seconds, 0);
  expect(errors.status, `status of an error rate of ${errors.current} %`).toBe('error');
  // On a busy machine it may be older than a minute: then nobody knows what it was before.
  if (requests.seconds >= 60) return;
  // That of the metrics is one more.
  const all = read.sum('http_requests_total') + 1;
  expect(Math.round(requests.sum), 'requests, second by second').toBe(all);
  expect(requests.current, 'requests a second').toBeCloseTo(all / requests.seconds, 1);
  expect(errors.current, 'error rate').toBeCloseTo((100 * read.sum('http_errors_total')) / all, 1);
  const limits = ['0', '5', '10', '25', '50', '100', '200', '300', '500', '1000', '2500', '5000'];
  const upTo = (le: string) => (le === '0' ? 0 : read.sum('http_request_duration_ms_bucket', { le }));
  const least = Math.max(...limits.filter((le) => upTo(le) < 0.95 * all - 2).map(Number));
  const most = Math.min(...limits.filter((le) => upTo(le) >= 0.95 * all + 1).map(Number), Infinity);
  expect(latency.current, 'p95, of what the histogram allows').toBeGreaterThanOrEqual(least);
  expect(latency.current, 'p95, of what the histogram allows').toBeLessThanOrEqual(most);
});
interface Told {
  readonly current: number;
  readonly status: string;
  readonly sum: number;
  readonly seconds: number;
}

async function newRefreshToken(): Promise<string> {
  const { username: email, password } = accounts.user;
  return expectBody(await clientOf(apiUrl).post('/auth/login', { email, password }), 200, login).refreshToken;
}
