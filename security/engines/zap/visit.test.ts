import { expect, test } from 'vitest';
import type { ProxyAnswer, ProxyClient, ProxyRequest } from './proxy-client.ts';
import { cookiesOf, hiddenFields, tokenIn } from './session.ts';
import { fetchPages, mustBeSignedIn, openVisit } from './visit.ts';
import { zapOptionsSchema } from './zap-options.ts';

const base = 'http://shop.test';
const tenant = { name: 'tenant-01', accounts: { user: { username: 'jo@shop.test', password: 'right' } } };
const answer = (parts: Partial<ProxyAnswer>): ProxyAnswer => ({
  status: 200,
  headers: [],
  body: '',
  ...parts,
});

function site(signIn: object = {}) {
  const how = { kind: 'form', path: '/login', username: 'email', password: 'pass', canary: '/me', ...signIn };
  const { sites } = zapOptionsSchema.parse({ sites: { web: { signIn: how, pages: ['/a', '/b'] } } });
  const options = sites['web'];
  if (options === undefined) throw new Error('no site');
  return { role: 'web', base, options };
}

/** A product that knows one account; each request is kept. */
function product(overrides: Record<string, (request: ProxyRequest) => ProxyAnswer> = {}) {
  const requests: ProxyRequest[] = [];
  const routes: Record<string, (request: ProxyRequest) => ProxyAnswer> = {
    'GET /login': () =>
      answer({
        body: '<input type="hidden" name="csrf" value="c&amp;1">',
        headers: [['set-cookie', 'pre=1']],
      }),
    'POST /login': ({ body = '' }) =>
      body.includes('right')
        ? answer({ status: 303, headers: [['set-cookie', 'session=s; HttpOnly']] })
        : answer({ status: 401 }),
    'POST /token': ({ body = '' }) =>
      body.includes('right') ? answer({ body: '{"data":{"token":"t"}}' }) : answer({ status: 401 }),
    'GET /me': ({ headers = {} }) =>
      answer({
        status:
          headers['cookie']?.includes('session=s') === true || headers['authorization'] === 'Bearer t'
            ? 200
            : 302,
      }),
    ...overrides,
  };
  const client: ProxyClient = (request) => {
    requests.push(request);
    const route = `${request.method ?? 'GET'} ${new URL(request.url).pathname}`;
    return Promise.resolve(routes[route]?.(request) ?? answer({}));
  };
  return { client, requests };
}

test('signs in with the form, its hidden fields and its cookies', async () => {
  const { client, requests } = product();
  const visit = await openVisit(client, site(), tenant);
  expect(visit.session).toEqual({ cookie: 'pre=1; session=s' });
  const posted = requests.findLast((request) => request.method === 'POST');
  expect(posted?.body).toBe('csrf=c%261&email=jo%40shop.test&pass=right');
  expect(posted?.headers).toMatchObject({ origin: base, cookie: 'pre=1' });
});

test('signs in for a token that lies deep in the answer', async () => {
  const { client } = product();
  const visit = await openVisit(
    client,
    site({ kind: 'bearer', path: '/token', token: 'data.token' }),
    tenant,
  );
  expect(visit.session).toEqual({ authorization: 'Bearer t' });
});

test('a site without sign-in is visited as a stranger only', async () => {
  const { client, requests } = product();
  const plain = { ...site(), options: { spider: false, pages: ['/a'] } };
  const visit = await openVisit(client, plain, tenant);
  await fetchPages(client, visit);
  expect(requests.map((request) => request.headers)).toEqual([
    undefined,
    { origin: 'https://attacker.invalid' },
  ]);
  await expect(mustBeSignedIn(client, visit, 'after')).resolves.toBeUndefined();
});

test('fetches each page as a stranger, as the user, and with a foreign origin', async () => {
  const { client, requests } = product();
  const visit = await openVisit(client, site(), tenant);
  requests.length = 0;
  await fetchPages(client, visit);
  expect(
    requests.map((request) => [new URL(request.url).pathname, Object.keys(request.headers ?? {})]),
  ).toEqual(
    ['/a', '/b'].flatMap((page) => [
      [page, []],
      [page, ['cookie']],
      [page, ['cookie', 'origin']],
    ]),
  );
});

test.each<[string, object, Parameters<typeof product>[0], RegExp]>([
  ['the canary lets anyone in', {}, { 'GET /me': () => answer({}) }, /answers 200 to anyone.*Fix:/],
  [
    'the password is refused',
    {},
    { 'POST /login': () => answer({ status: 401 }) },
    /was refused with 401.*Fix:/,
  ],
  [
    'the login gives no cookie',
    {},
    { 'POST /login': () => answer({ status: 200 }), 'GET /login': () => answer({}) },
    /gave no cookie/,
  ],
  ['the answer has no token', { kind: 'bearer', path: '/token' }, {}, /gave no member "token"/],
  [
    'the tenant has no such account',
    { account: 'auditor' },
    {},
    /"auditor" is no account of tenant-01; it has: user/,
  ],
  [
    'the session does not open the canary',
    {},
    { 'GET /me': () => answer({ status: 302 }) },
    /answered 302, expected 200 before/,
  ],
])('breaks off when %s', async (_, signIn, overrides, message) => {
  await expect(openVisit(product(overrides).client, site(signIn), tenant)).rejects.toThrow(message);
});

test('notices a session that ended during the spider', async () => {
  const { client } = product();
  const visit = await openVisit(client, site(), tenant);
  const later = product({ 'GET /me': () => answer({ status: 401 }) }).client;
  await expect(mustBeSignedIn(later, visit, 'after')).rejects.toThrow(
    'answered 401, expected 200 after the spider',
  );
});

test('reads fields, cookies and tokens, also where there are none', () => {
  expect(hiddenFields('<input type=HIDDEN name=a value=1><input name="b" value="2">')).toEqual({ a: '1' });
  expect([
    ...cookiesOf([
      ['Set-Cookie', 'a=b=c; Path=/'],
      ['x', 'y=z'],
    ]),
  ]).toEqual([['a', 'b=c']]);
  expect(tokenIn('{"a":{"b":"t"}}', 'a.b')).toBe('t');
  expect(tokenIn('{"a":null}', 'a.b')).toBeUndefined();
  expect(tokenIn('<html>', 'a')).toBeUndefined();
  expect(tokenIn('{"a":""}', 'a')).toBeUndefined();
});
