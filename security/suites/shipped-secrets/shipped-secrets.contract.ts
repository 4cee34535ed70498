import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Account, binding } from '../../../fixtures/bindings/target.ts';
import { givenTo, secretVariables, type Secrets, toldIn, variablesOf } from './given-secrets.ts';
import { ENDLESS, plantedSite } from './planted-site.ts';
import { type Shipped, shippedBy } from './shipped.ts';

const target = binding();
const { apiUrl, accounts } = target;
const variables = variablesOf(target);
/** What stands in everything that is sent here, and in no log. */
const CANARY = `canary${randomUUID().replaceAll('-', '')}`;

/** Credentials of the product's own: nobody outside gets them. */
const own: Secrets = new Map([
  ...givenTo(target),
  ...Object.entries(variables).flatMap(([part, env]) => [...secretVariables(part, env)]),
]);
/** What was handed out to us meanwhile, to us alone. */
const handed = new Map<string, string>();
let shipped: readonly Shipped[] = [];
const answers: { readonly what: string; readonly bytes: Buffer }[] = [];

const planted = await plantedSite();
afterAll(() => planted.close());

async function signIn(account: Account): Promise<string> {
  const body = JSON.stringify({ email: account.username, password: account.password });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${apiUrl}/auth/login`, { method: 'POST', headers, body, redirect: 'manual' });
  expect(answer.status, 'POST /auth/login').toBe(200);
  const { token, refreshToken } = (await answer.json()) as { token: string; refreshToken: string };
  handed.set(`token of ${account.username}`, token).set(`refresh token of ${account.username}`, refreshToken);
  return token;
}

async function cookieOf(webUrl: string, account: Account): Promise<string> {
  const body = new URLSearchParams({ email: account.username, password: account.password });
  const headers = { origin: new URL(webUrl).origin };
  const answer = await fetch(`${webUrl}/login`, { method: 'POST', headers, body, redirect: 'manual' });
  const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
  expect(cookies.length, 'cookies of POST /login').toBeGreaterThan(0);
  for (const one of cookies) handed.set(`cookie of ${account.username}`, one.slice(one.indexOf('=') + 1));
  return cookies.join('; ');
}

async function ask(what: string, url: string, headers: Record<string, string>): Promise<number> {
  const answer = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(15_000) });
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const text = isStream ? '' : Buffer.from(await answer.arrayBuffer());
  if (isStream) await answer.body?.cancel();
  const head = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  answers.push({ what, bytes: Buffer.concat([Buffer.from(`${head}\n`), Buffer.from(text)]) });
  return answer.status;
}

beforeAll(async () => {
  const everything: Shipped[] = [];
  for (const { role, url, pages, signedInPages } of target.frontEnds) {
    const start = ['/', ...pages, ...signedInPages, `/search?q=${CANARY}`, `/${CANARY}`, '/admin'];
    for (const account of [undefined, accounts.user, accounts.admin]) {
      const headers = account === undefined ? {} : { cookie: await cookieOf(url, account) };
      const got = await shippedBy(url, start, headers);
      everything.push(...got.map((one) => ({ ...one, path: `${role} ${one.path}` })));
    }
  }
  shipped = everything;
  const [user, admin] = [await signIn(accounts.user), await signIn(accounts.admin)];
  const { paths } = (await (await fetch(`${apiUrl}/openapi.json`, { redirect: 'manual' })).json()) as {
    paths: Record<string, { get?: unknown }>;
  };
  for (const [path, { get }] of Object.entries(paths)) {
    if (get === undefined) continue;
    const filled = path.replace(/\{\w+\}/g, randomUUID());
    for (const token of [undefined, user, admin])
      await ask(
        `GET ${path}`,
        `${apiUrl}${filled}?q=${CANARY}`,
        token === undefined ? {} : { authorization: `Bearer ${token}` },
      );
  }
  await ask('GET /openapi.json', `${apiUrl}/openapi.json`, {});
  await ask('GET of nothing', `${apiUrl}/${CANARY}`, { authorization: `Bearer ${user}` });
}, 280_000);

test('what is planted is found: in a script, in its source map, in an address and in a page', async () => {
  const found = (await shippedBy(planted.url, ['/'], {})).flatMap(({ path, bytes }) =>
    toldIn(bytes, planted.secrets).map((name) => `${name}: ${path}`),
  );
  expect(found.toSorted()).toEqual(planted.places);
});

test('a front end whose pages have no end is not said to be looked at', async () => {
  await expect(shippedBy(planted.url, [ENDLESS], {})).rejects.toThrow(/more than 100 sorts of pages/);
});

const told = (all: readonly { readonly what: string; readonly bytes: Buffer }[], secrets: Secrets) =>
  all.flatMap(({ what, bytes }) => toldIn(bytes, secrets).map((name) => `${what} tells the ${name}`));

const of = (...kinds: readonly Shipped['kind'][]) =>
  shipped
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ path, head, bytes }) => ({
      what: path,
      bytes: Buffer.concat([Buffer.from(`${head}\n`), bytes]),
    }));

test('no script, style or source map that a browser gets holds a secret @SEC-05/bundle @SEC-14/service-role', async ({
  annotate,
}) => {
  const scripts = shipped.filter(
    ({ kind, status, path }) => kind === 'asset' && status === 200 && /\.m?js/.test(path),
  );
  await annotate(`${of('asset', 'map').length} files, ${own.size} secrets`);
  expect(scripts.length, 'scripts').toBeGreaterThan(0);
  expect(own.size, 'secrets that are looked for').toBeGreaterThan(15);
  expect(told(of('asset', 'map'), new Map([...own, ...handed]))).toEqual([]);
});

test('no page and no answer of the API tells a credential of the product @SEC-08/leaks @SEC-14/service-role', async ({
  annotate,
}) => {
  await annotate(`${of('page').length} pages, ${answers.length} answers, ${own.size} secrets`);
  expect(of('page').length, 'pages').toBeGreaterThan(15);
  expect(answers.length, 'answers').toBeGreaterThan(60);
  expect(told([...of('page'), ...answers], own)).toEqual([]);
});

test('every variable that is public by its name is one that everybody may know @SEC-05/next-public', () => {
  const isPublic = (name: string) => name.startsWith('NEXT_PUBLIC_');
  const given = Object.entries(variables).flatMap(([part, env]) =>
    Object.entries(env).flatMap(([name, value]) => (isPublic(name) ? [{ part, name, value }] : [])),
  );
  expect(given.length, 'public variables').toBeGreaterThan(0);
  const holding = given.filter(
    ({ value }) => toldIn(Buffer.from(value), own).length > 0 || URL.parse(value)?.password,
  );
  expect(
    holding.map(({ part, name }) => `${name} of ${part}`),
    'variables with a secret in them',
  ).toEqual([]);
  const scripts = of('asset', 'map').map(({ bytes }) => bytes.toString());
  const named = scripts.flatMap((text) => text.match(/NEXT_PUBLIC_[A-Z0-9_]+/g) ?? []);
  const known = new Set(given.map(({ name }) => name));
  expect(
    [...new Set(named)].filter((name) => !known.has(name)),
    'variables in a script that nobody gave',
  ).toEqual([]);
});

test('no log holds a secret, a token, or what somebody searched for @SEC-05/logs @OBS-05/pii', async ({
  annotate,
}) => {
  // Its line shows that what was asked before it is there too.
  const last = randomUUID();
  await ask('the last', `${apiUrl}/${CANARY}`, { 'request-id': last });
  const read = () => target.logs.map((file) => ({ what: basename(file), bytes: readFileSync(file) }));
  await expect.poll(() => read().some(({ bytes }) => bytes.includes(last)), { timeout: 60_000 }).toBe(true);
  const logs = read();
  await annotate(logs.map(({ what, bytes }) => `${what} ${bytes.length} bytes`).join(', '));
  expect(logs.map(({ what }) => what)).toEqual(expect.arrayContaining(['api.log', 'web.log', 'worker.log']));
  expect(told(logs, new Map([...own, ...handed, ['search of somebody', CANARY]]))).toEqual([]);
  const tokens = logs.filter(({ bytes }) =>
    /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/.test(bytes.toString('latin1')),
  );
  expect(
    tokens.map(({ what }) => what),
    'logs with somebody’s token',
  ).toEqual([]);
});
