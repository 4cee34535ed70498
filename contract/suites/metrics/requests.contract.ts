import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, clientOf, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { createWorkflow } from '../shared/runs.ts';
import { until } from '../shared/until.ts';
import { signInToWeb } from '../shared/web.ts';
import { countsOf, expectHistograms, expectRise, tally } from './counting.ts';
import type { Exposition } from './exposition.ts';
import { endpointOf, PARTS, scrape } from './parts.ts';

const { apiUrl, webUrl, accounts } = binding();
const LABELS = ['method', 'route', 'status'];
const description = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
/** How long the body of a slow request is on its way, and what the server sees of that at least. */
const BODY_MS = 400;
const LEAST_MS = 200;
const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** A request, and the route that it should be counted as. */
interface Ask {
  readonly method: string;
  readonly path: string;
  readonly route: string;
  readonly headers: Readonly<Record<string, string>>;
}

let user: Client;
let cookie: string;
beforeAll(async () => {
  [user, cookie] = await Promise.all([signIn(apiUrl, accounts.user), signInToWeb(webUrl, accounts.admin)]);
  await createWorkflow(user, 'Counted');
});

/** Asks the first once, the next twice, the next three times …, a few at once. Gives what was answered, as it should be counted. */
async function askAll(client: Client, asks: readonly Ask[], round: number): Promise<readonly string[]> {
  const all = asks.flatMap((ask, index) => Array.from({ length: 1 + ((index + round) % 3) }, () => ask));
  const answered: string[] = [];
  const askRest = async () => {
    for (let ask = all.pop(); ask !== undefined; ask = all.pop()) {
      const { method, path, route, headers } = ask;
      const { status } = await client.ask(method, path, { headers });
      // A stream has no head: there is no such route.
      answered.push(`${method} ${status === 404 ? 'unmatched' : route} ${status}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, askRest));
  return answered;
}

/** What others seldom ask beside us: whatever is refused, and asked by HEAD. */
const isRare = (key: string) => key.startsWith('HEAD ') || /[45]\d\d$/.test(key);
const requestsOf = (read: Exposition, within = isRare) =>
  countsOf(read, 'http_requests_total', LABELS, within);

/** Every operation that the API describes, refused for the tenant that it names: so nothing is done. */
async function asksOfApi(): Promise<readonly Ask[]> {
  const headers = { tenant: `nobody-${randomUUID()}` };
  const { paths } = expectBody(await user.get('/openapi.json'), 200, description);
  const described = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).flatMap((name) => {
      const route = path.replace(/\{(\w+)\}/g, ':$1');
      const ask = { path: path.replace(/\{\w+\}/g, randomUUID()), route, headers };
      const method = name.toUpperCase();
      return method === 'GET'
        ? [
            { ...ask, method },
            { ...ask, method: 'HEAD' },
          ]
        : [{ ...ask, method }];
    }),
  );
  expect(described.length, 'operations in /openapi.json').toBeGreaterThan(20);
  return [...described, { method: 'GET', path: `/nowhere-${randomUUID()}`, route: 'unmatched', headers }];
}

/** Every page that pages link to, asked for by HEAD; and every form on them, sent from another site and so refused. */
async function asksOfWeb(): Promise<readonly Ask[]> {
  const web = clientOf(webUrl);
  const pages = await Promise.all(['/dashboard', '/workflows'].map((path) => web.get(path, { cookie })));
  const found = (pattern: RegExp) => [
    ...new Set(
      pages.flatMap(({ bytes }) => [...bytes.toString().matchAll(pattern)].map(([, path = '']) => path)),
    ),
  ];
  const routeOf = (path: string) => path.replace(ID, ':id').replace(ID, ':runId');
  const once = (asks: readonly Ask[]) => [...new Map(asks.map((ask) => [ask.route, ask])).values()];
  const links = found(/href="(\/[^"?#]*)["?#]/g).map((path) => {
    return { method: 'HEAD', path, route: routeOf(path), headers: { cookie } };
  });
  const foreign = { cookie, origin: 'http://elsewhere.test' };
  const forms = found(/action="(\/[^"?#]*)"/g).map((path) => {
    return { method: 'POST', path, route: routeOf(path), headers: foreign };
  });
  expect(links.length, 'links of the pages').toBeGreaterThan(5);
  expect(forms.length, 'forms of the pages').toBeGreaterThan(2);
  const nowhere = {
    method: 'GET',
    path: `/nowhere-${randomUUID()}`,
    route: 'unmatched',
    headers: { cookie },
  };
  return [...once(links), ...once(forms), nowhere];
}

describe.each([
  ['api', asksOfApi, 'web'],
  ['web', asksOfWeb, 'api'],
] as const)('%s counts', (part, asks, other) => {
  const client = () => (part === 'api' ? user : clientOf(webUrl));
  test('each request once, by its method, route and status, and nothing else @CON-06/counters-exact', async () => {
    const all = await asks();
    await expectRise(
      async () => requestsOf(await scrape(part)),
      async (round) => tally((await askAll(client(), all, round)).filter(isRare)),
    );
  });

  test(`nothing of what only the other is asked @CON-06/counters-exact`, async () => {
    const path = `/nowhere-${randomUUID()}`;
    const isOurs = (key: string) => key === 'DELETE unmatched 404';
    const ask = { method: 'DELETE', path, route: 'unmatched', headers: {} };
    await expectRise(
      async () => requestsOf(await scrape(other), isOurs),
      async (round) => {
        const answered = await askAll(clientOf(part === 'api' ? apiUrl : webUrl), [ask, ask, ask], round);
        expect(new Set(answered), 'what was asked').toEqual(new Set(['DELETE unmatched 404']));
        return {};
      },
    );
  });

  test('as an error what it answers with a 5xx, and no refusal @CON-06/errors-true', async () => {
    await askAll(client(), await asks(), 0);
    const read = await scrape(part);
    const refused = Object.values(requestsOf(read, (key) => /4\d\d$/.test(key)));
    expect(refused.length, 'series of refusals').toBeGreaterThan(0);
    expect(countsOf(read, 'http_errors_total', LABELS), 'http_errors_total').toEqual(
      countsOf(read, 'http_requests_total', LABELS, (key) => /5\d\d$/.test(key)),
    );
  });

  test('as many durations as requests, but for streams @CON-06/sums-true', async () => {
    const read = await scrape(part);
    // A stream lasts as long as somebody listens, which says nothing of how fast we are.
    const isNoStream = (key: string) => !key.includes(' /events 200');
    const requests = requestsOf(read, isNoStream);
    expect(Object.keys(requests).length, 'series of http_requests_total').toBeGreaterThan(0);
    expect(countsOf(read, 'http_request_duration_ms_count', LABELS)).toEqual(requests);
  });

  test('in milliseconds, how long a request really took @CON-06/sums-true', async () => {
    const [path, status] = part === 'api' ? ['/meta-events', '400'] : ['/login', '401'];
    const labels = { method: 'POST', route: path, status };
    const before = await scrape(part);
    const startedAt = performance.now();
    const answered = await Promise.all([slowly(part, path), slowly(part, path)]);
    expect(answered, `POST ${path}`).toEqual([Number(status), Number(status)]);
    const name = 'http_request_duration_ms';
    const rise = (now: Exposition, of: string, more = {}) =>
      now.sum(`${name}_${of}`, { ...labels, ...more }) - before.sum(`${name}_${of}`, { ...labels, ...more });
    const after = await until(
      `${name}_count of POST ${path} ${status} to rise by 2`,
      () => scrape(part),
      (now) => rise(now, 'count') >= 2,
    );
    const mostMs = performance.now() - startedAt;
    const count = rise(after, 'count');
    expect(rise(after, 'sum'), `${name}_sum of 2 that took ${LEAST_MS} ms`).toBeGreaterThan(2 * LEAST_MS);
    expect(rise(after, 'sum'), `${name}_sum of ${count} within ${mostMs} ms`).toBeLessThan(count * mostMs);
    const inTime = rise(after, 'bucket', { le: '100' });
    expect(inTime, `${name}_bucket le="100", of ${count} of which 2 took longer`).toBeLessThanOrEqual(
      count - 2,
    );
  });
});

/** A request of which the end is long in coming; gives its status. */
function slowly(part: 'api' | 'web', path: string): Promise<number> {
  const [type, body] =
    part === 'api'
      ? ['application/json', '{"events":[]}']
      : ['application/x-www-form-urlencoded', `email=nobody-${randomUUID()}%40example.test&password=x`];
  const headers = {
    'content-type': type,
    'content-length': body.length,
    ...(part === 'api' ? { authorization: `Bearer ${user.token ?? ''}` } : { origin: webUrl }),
  };
  return new Promise((resolve, reject) => {
    const url = part === 'api' ? apiUrl : webUrl;
    const sent = request(`${url}${path}`, { method: 'POST', headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.once('error', reject).write(body.slice(0, 1));
    void sleep(BODY_MS).then(() => sent.end(body.slice(1)));
  });
}

describe.each(PARTS)('%s', (part) => {
  test('has histograms whose buckets, counts and sums agree @CON-06/sums-true', async () => {
    expectHistograms(await scrape(part));
  });

  test(`tells the CPU, memory and start of its own process @CON-06/${part}-process`, async () => {
    const before = await scrape(part);
    const after = await scrape(part);
    expect(after.types.get('process_cpu_seconds_total')).toBe('counter');
    expect(after.types.get('process_resident_memory_bytes')).toBe('gauge');
    const used = after.sum('process_cpu_seconds_total') - before.sum('process_cpu_seconds_total');
    expect(used, 'process_cpu_seconds_total must not fall').toBeGreaterThanOrEqual(0);
    expect(after.sum('process_resident_memory_bytes'), 'process_resident_memory_bytes').toBeGreaterThan(10e6);
    const age = Date.now() / 1000 - after.sum('process_start_time_seconds');
    expect(age, 'seconds since process_start_time_seconds').toBeGreaterThan(0);
    expect(after.sum('process_cpu_seconds_total'), 'seconds of CPU').toBeLessThan(age * 16);
  });

  const refusal = { api: 'metrics', web: 'web-metrics', worker: 'metrics-workers' }[part];
  test(`refuses a scrape without a token, with one that is almost right, and of a user @SEC-10/${refusal}`, async () => {
    const { url, token = '' } = endpointOf(part);
    const near = [token.slice(0, -1), `${token}x`, token.toUpperCase(), token.split('').reverse().join('')];
    for (const wrong of [undefined, ...near.filter((one) => one !== '' && one !== token)]) {
      const answer = await clientOf(url, wrong).get('');
      expectStatus(answer, 401);
      expect(answer.bytes.toString(), `${answer.what}: metrics in a refusal`).not.toContain('# TYPE');
    }
    expectStatus(await clientOf(url, user.token).get(''), 403);
  });
});

test('each part tells its own series only @CON-06/counters-exact', async () => {
  const [api, web, worker] = await Promise.all(PARTS.map(scrape));
  const names = (read: Exposition | undefined, like: RegExp) =>
    [...(read?.types.keys() ?? [])].filter((name) => like.test(name));
  const routes = (read: Exposition | undefined) =>
    new Set(read?.of('http_requests_total').map(({ labels }) => labels['route'] ?? ''));
  expect([...names(api, /^queue_|^webhook_/), ...names(web, /^queue_|^webhook_|^db_|^stream_/)]).toEqual([]);
  expect(names(worker, /^stream_/)).toEqual([]);
  expect(
    [...routes(web)].filter((route) => ['/auth/login', '/me', '/metrics/workers'].includes(route)),
  ).toEqual([]);
  expect(
    [...routes(api)].filter((route) => ['/dashboard', '/login', '/api/metrics/prometheus'].includes(route)),
  ).toEqual([]);
  expect([...routes(worker)].filter((route) => !/^\/(metrics|health|health\/live)$/.test(route))).toEqual([]);
});

test('api: connections of the pool that are lent, waited for and given back @CON-06/gauges-true', async () => {
  const workflow = await createWorkflow(user, 'Fought over');
  const states = async () => {
    const read = await scrape('api');
    const of = (state: string) => read.sum('db_pool_connections', { state });
    return { active: of('active'), idle: of('idle'), waiting: of('waiting') };
  };
  // Each waits for the row that the one before has locked.
  const body = { name: 'Fought over', steps: ['collect'] };
  const whileBusy = async () => {
    const asked = Array.from({ length: 40 }, () => user.put(`/workflows/${workflow.id}`, body));
    await Promise.race(asked);
    const seen = await states();
    await Promise.all(asked);
    return seen;
  };
  await until(
    'active connections and callers that wait, while 40 requests fight over a row',
    whileBusy,
    ({ active, waiting }) => active > 1 && waiting > 0,
  );
  await until(
    'no active connection, none waited for, and some idle, when they are answered',
    states,
    ({ active, idle, waiting }) => active === 0 && waiting === 0 && idle > 1,
  );
});
