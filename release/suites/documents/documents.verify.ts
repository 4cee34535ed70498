/** The product's documents against the product: what they say must be so, and all that is so must be said. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { ask, tokenOf } from '../shared/writes.ts';
import { sectionOf, stepsIn, tableIn } from './markdown.ts';

const { apiUrl, accounts, metrics, source = '' } = binding();
const PRODUCT = join(source, 'fixtures/targets/reference');
const document = (name: string) => readFileSync(join(PRODUCT, name), 'utf8');
const loaded = async (file: string) => (await import(join(PRODUCT, file))) as Record<string, unknown>;

/** Every code that the product can answer, as its source says. */
async function codes(): Promise<readonly string[]> {
  const { FAILURES } = await loaded('service/failures/failure.ts');
  const known = Object.keys(z.record(z.string(), z.number()).parse(FAILURES));
  expect(known.length, 'error codes').toBeGreaterThan(0);
  return known.toSorted();
}

test('the README has each error code with its status, and no other @DOC-01/readme', async () => {
  const { FAILURES } = await loaded('service/failures/failure.ts');
  const rows = tableIn(document('README.md'), ['status', 'code', 'when']);
  expect(await codes()).not.toEqual([]);
  expect(Object.fromEntries(rows.map(([status, code = '']) => [code, Number(status)]))).toEqual(FAILURES);
});

test('each error code has its solution @DOC-03/every-code', async () => {
  const rows = tableIn(document('docs/TROUBLESHOOTING.md'), ['code', 'solution']);
  expect(rows.map(([code]) => code).toSorted()).toEqual(await codes());
  expect(
    rows.filter(([, solution = '']) => solution.length < 20).map(([code]) => code),
    'without one',
  ).toEqual([]);
  const solutions = rows.map(([, solution = '']) => solution);
  expect(
    solutions.filter((one, at) => solutions.indexOf(one) < at),
    'of two codes',
  ).toEqual([]);
});

test.each([
  ['Diagnostic checklist', '@DOC-03/checklist'],
  ['401 and 403', '@DOC-03/401-403'],
  ['5xx of an upstream', '@DOC-03/5xx'],
  ['An empty panel', '@DOC-03/empty-panel'],
  ['A failed scrape', '@DOC-03/failed-scrape'],
])('troubleshooting covers, with what is there: %s %s', async (heading) => {
  const section = sectionOf(document('docs/TROUBLESHOOTING.md'), heading) ?? '';
  expect(stepsIn(section).length, `steps below "${heading}"`).toBeGreaterThanOrEqual(2);
  expect(await missingOf(section), 'it names, and nothing is called so').toEqual([]);
});

const RUNBOOKS = [
  ['Start and stop', '@DOC-02/start-stop'],
  ['Backup and restore', '@DOC-02/backup'],
  ['Rollback', '@DOC-02/rollback'],
  ['Key rotation', '@DOC-02/key-rotation'],
] as const;
test.each(RUNBOOKS)(
  'there is a runbook, with steps and how it is verified, whose files are there: %s %s',
  async (heading) => {
    const section = sectionOf(document('docs/RUNBOOKS.md'), heading) ?? '';
    expect(stepsIn(section).length, `steps below "${heading}"`).toBeGreaterThanOrEqual(3);
    expect(section).toMatch(/^Verify: \S/m);
    const files = [...section.matchAll(/`([\w-]+\/[\w./-]+\.ts)`/g)].map(([, file = '']) => file);
    expect(
      files.filter((file) => !existsSync(join(PRODUCT, file))),
      'files that are not there',
    ).toEqual([]);
    expect(await missingOf(section), 'it names, and nothing is called so').toEqual([]);
  },
);

test('each variable that a process reads is documented, by whom, whether it must be there and what it is else @DOC-01/environment', async () => {
  const real = new Map<string, { readBy: string[]; unless: string }>();
  for (const part of ['api', 'web', 'worker'] as const) {
    const shape = (await loaded(`${part}/configuration.ts`))[`${part}Configuration`];
    for (const [name, schema] of Object.entries((shape as z.ZodObject).shape)) {
      const without = z.safeParse(schema as z.ZodType, undefined);
      const unless = without.success ? said(without.data) : '–';
      const readBy = real.get(name)?.readBy ?? [];
      real.set(name, { readBy: [...readBy, part], unless });
    }
  }
  expect(real.size).toBeGreaterThan(20);
  const rows = tableIn(document('docs/VARIABLES.md'), ['variable', 'read by', 'unless told', 'what it is']);
  expect(
    Object.fromEntries(
      rows.map(([name = '', readBy = '', unless = '']) => [name, { readBy: readBy.split(', '), unless }]),
    ),
  ).toEqual(Object.fromEntries(real));
});

function said(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(',');
  return value === undefined ? 'none' : JSON.stringify(value).replaceAll('"', '');
}

const openapi = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
/** Every operation, as documents write it. OpenAPI does not describe where it stands itself. */
async function operations(): Promise<readonly string[]> {
  const { paths } = openapi.parse(await (await ask(`${apiUrl}/openapi.json`)).json());
  const found = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
  expect(found.length, 'operations of OpenAPI').toBeGreaterThan(30);
  return found;
}
const DESCRIPTION = 'GET /openapi.json';
const OPERATION = /`((?:GET|POST|PUT|PATCH|DELETE) \/[^\s`?]*)/g;

test('the API docs have each operation of OpenAPI, no other, and no series that nobody exposes @DOC-01/readme', async () => {
  const named = inCode(apiDocs(), OPERATION);
  expect([...new Set(named)].toSorted()).toEqual([...(await operations()), DESCRIPTION].toSorted());
  const metricsDocs = /\n### `GET \/metrics` [^]*?(?=\n### )/.exec(apiDocs())?.[0] ?? '';
  expect(seriesIn(metricsDocs).length, 'series that are named').toBeGreaterThan(10);
  expect(await unexposed(metricsDocs)).toEqual([]);
});

/** Of the README what is about the API alone. */
function apiDocs(): string {
  const text = sectionOf(document('README.md'), 'API') ?? '';
  expect(text.length, 'the API docs of the README').toBeGreaterThan(1000);
  return text;
}

test('docs/SECURITY_ENDPOINTS.md has each operation of OpenAPI, and who may ask it is so @DOC-01/security-endpoints', async () => {
  const rows = tableIn(document('docs/SECURITY_ENDPOINTS.md'), ['operation', 'who may']);
  const documented = rows.map(([operation = '']) => operation).filter((one) => one !== DESCRIPTION);
  expect(documented.toSorted()).toEqual((await operations()).toSorted());
  const token = await tokenOf(apiUrl, accounts.user);
  const wrong: string[] = [];
  for (const [operation = '', who = ''] of rows) {
    const nobody = await statusOf(operation);
    const ends = operation === 'POST /auth/logout';
    const user = await statusOf(operation, ends ? await tokenOf(apiUrl, accounts.user) : token);
    // What breaks, or is asked too often, does not say who may.
    const tellsNothing = [nobody, user].some((status) => status >= 500 || status === 429);
    const really = nobody !== 401 || isLogin(operation) ? 'anybody' : user === 403 ? 'admin' : 'user';
    if (tellsNothing || really !== who || (user === 401 && who !== 'anybody'))
      wrong.push(`${operation}: ${who} is documented; without a token ${nobody}, a user ${user}`);
  }
  expect(wrong).toEqual([]);
});

/** Asked without anything it refuses what it is not given, to anybody. */
const isLogin = (operation: string) => /^POST \/auth\/(login|refresh)$/.test(operation);

/** Of things that are not there, and without a body. */
async function statusOf(operation: string, token?: string): Promise<number> {
  const [method = '', path = ''] = operation.split(' ');
  const url = `${apiUrl}${path.replace(/:\w+/g, '00000000-0000-4000-8000-000000000000')}`;
  const stop = new AbortController();
  const answer = await ask(url, {
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(10_000)]),
  });
  stop.abort();
  return answer.status;
}

const BYTES: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1024 ** 2 };
test('the README has the largest body, batch and upload: one byte more is refused @DOC-01/payload-limits', async () => {
  const [, , said = ''] =
    tableIn(document('README.md'), ['status', 'code', 'when']).find(
      ([, code]) => code === 'PAYLOAD_TOO_LARGE',
    ) ?? [];
  const [body = 0, batch = 0, upload = 0] = [...said.matchAll(/(\d+) (KiB|MiB)/g)].map(
    ([, count, unit = '']) => Number(count) * (BYTES[unit] ?? 0),
  );
  const token = await tokenOf(apiUrl, accounts.user);
  const statusFor = async (path: string, type: string, text: string) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': type,
      'idempotency-key': randomUUID(),
    };
    return (await ask(`${apiUrl}${path}`, { method: 'POST', headers, body: text })).status;
  };
  // Nothing that is taken: what is small enough is refused for what it is.
  for (const [path, type, most] of [
    ['/workflows', 'application/json', body],
    ['/meta-events', 'application/json', batch],
    ['/uploads?name=..', 'text/plain', upload],
  ] as const) {
    const what = `POST ${path} of ${most} bytes, as the README has it, and of one more`;
    const statuses = [
      await statusFor(path, type, '{}'.padEnd(most)),
      await statusFor(path, type, '{}'.padEnd(most + 1)),
    ];
    expect(statuses, what).toEqual([400, 413]);
  }
});

test('the README has the limits of requests and of logins that are set @DOC-01/rate-limits', async () => {
  const said = (pattern: RegExp) =>
    (pattern.exec(document('README.md').replaceAll(/\s+/g, ' ')) ?? []).slice(1).map(Number);
  const [max, window] = said(/`RATE_LIMIT_MAX` \((\d+)\) requests in `RATE_LIMIT_WINDOW` \((\d+)\) seconds/);
  const [failures, seconds] = said(/after (\d+) failed logins of one e-mail within (\d+) s/);
  const { headers } = await ask(`${apiUrl}/me`);
  expect(Number(headers.get('x-ratelimit-limit'))).toBe(max);
  expect(Number(headers.get('x-ratelimit-reset'))).toBeLessThanOrEqual(window ?? 0);
  const { apiConfiguration } = await loaded('api/configuration.ts');
  const unlessTold = (name: string) =>
    z.parse((apiConfiguration as z.ZodObject).shape[name] as z.ZodType, undefined);
  expect({
    RATE_LIMIT_WINDOW: unlessTold('RATE_LIMIT_WINDOW'),
    LOGIN_FAILURES_MAX: unlessTold('LOGIN_FAILURES_MAX'),
    LOGIN_FAILURES_WINDOW_SECONDS: unlessTold('LOGIN_FAILURES_WINDOW_SECONDS'),
  }).toEqual({
    RATE_LIMIT_WINDOW: window,
    LOGIN_FAILURES_MAX: failures,
    LOGIN_FAILURES_WINDOW_SECONDS: seconds,
  });
});

const inCode = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, one = '']) => one);
const seriesIn = (text: string) => inCode(text, /`([a-z]+(?:_[a-z0-9]+)+)`/g);

/** The series and labels that it names, and no part exposes. */
async function unexposed(text: string): Promise<readonly string[]> {
  const texts = metrics.map(async ({ url, token }) => {
    const answer = await ask(
      url,
      token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
    );
    expect(answer.status, `GET ${url}`).toBe(200);
    return answer.text();
  });
  const exposed = (await Promise.all(texts)).join('\n');
  expect(exposed, 'what the parts expose').toContain('# TYPE');
  return seriesIn(text).filter((name) => !new RegExp(`\\b${name}(_bucket|_sum|_count)?\\b`).test(exposed));
}

/** What a guide tells people to look at, and is not there: operations, series, variables and error codes. */
async function missingOf(guide: string): Promise<readonly string[]> {
  const variables = tableIn(document('docs/VARIABLES.md'), [
    'variable',
    'read by',
    'unless told',
    'what it is',
  ]);
  const known = [...(await codes()), ...variables.map(([name = '']) => name)];
  // The worker's is none of the API.
  const there = [...(await operations()), 'GET /health'];
  return [
    ...inCode(guide, OPERATION).filter((one) => !there.includes(one)),
    ...(await unexposed(guide)),
    ...inCode(guide, /`([A-Z]+(?:_[A-Z]+)*)`/g).filter((name) => !known.includes(name)),
  ];
}
