import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Account, binding } from '../../../fixtures/bindings/target.ts';
import { attack, dodging, each, Log, type Site } from './attack.ts';
import { send } from './exchange.ts';
import { type Form, otherOrigins, type Page, pagesOf, submission } from './forms.ts';
import { type Operation, exampleOf, operationsIn } from './operations.ts';
import { HOLES, type Hole, type Marks, payloadsFor } from './payloads.ts';
import { startVulnerable, VULNERABLE } from './vulnerable.ts';

const target = binding();
const { apiUrl, webUrl, accounts } = target;
/** Of all inputs that are known so many must have been reached, else nothing is said of the whole. */
const SHARE = 0.95;
/** Sessions are counted: nobody asks more with one than limits let through. */
const PER_SESSION = { api: 500, web: 120 };
const [FROM, FROM_WEB] = ['127.0.7.1', '127.0.7.2'];

/** Whatever asks here was led here. */
const canary = createServer((request, response) => {
  asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
  response.end();
});
const asked: string[] = [];

const isHere = [apiUrl, webUrl].every((url) => ['127.0.0.1', 'localhost'].includes(new URL(url).hostname));
const log = new Log();
const awake = new Set<Hole | 'csrf' | 'limits'>();
let signedIn: readonly boolean[] = [];
let pages: readonly Page[] = [];
const taken: string[] = [];

async function logIn({ username, password }: Account): Promise<string> {
  const body = JSON.stringify({ email: username, password });
  const headers = { 'content-type': 'application/json' };
  const { status, text } = await send(apiUrl, { method: 'POST', path: '/auth/login', headers, body }, FROM);
  if (status !== 200) throw new Error(`POST /auth/login answered ${status}`);
  return (JSON.parse(text) as { token: string }).token;
}
async function visit({ username, password }: Account): Promise<string> {
  const body = new URLSearchParams({ email: username, password }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: webUrl };
  const { status, headers: told } = await send(
    webUrl,
    { method: 'POST', path: '/login', headers, body },
    FROM_WEB,
  );
  if (status !== 303) throw new Error(`POST /login answered ${status}`);
  return (told['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ');
}

/** A credential of that account, and another one before its session has asked too much. */
function renewing(get: () => Promise<string>, most: number): () => Promise<string> {
  let uses = 0;
  let current: Promise<string> | undefined;
  return () => {
    if (current === undefined || uses >= most) [current, uses] = [get(), 0];
    uses += 1;
    return current;
  };
}
const tokens = {
  user: renewing(() => logIn(accounts.user), PER_SESSION.api),
  admin: renewing(() => logIn(accounts.admin), PER_SESSION.api),
};
const cookies = {
  user: renewing(() => visit(accounts.user), PER_SESSION.web),
  admin: renewing(() => visit(accounts.admin), PER_SESSION.web),
};

/** Everything that we were told and nobody else may be. */
const secrets = [
  ...[accounts, target.neighbour?.accounts].flatMap((two) =>
    two ? [two.user.password, two.admin.password] : [],
  ),
  ...target.metrics.map(({ token }) => token),
  ...[target.tokenKey, target.queueUrl, target.database?.application, target.database?.scratch],
].flatMap((one) => {
  if (one === undefined || one === '') return [];
  return [one, URL.parse(one)?.password ?? ''].filter((part) => part.length > 7);
});

beforeAll(async () => {
  canary.listen(0, '127.0.0.1');
  await once(canary, 'listening');
  const at = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
  const marks: Marks = {
    mark: `x${randomUUID().replaceAll('-', '')}`,
    elsewhere: 'elsewhere.invalid',
    canary: at,
  };
  await wake(marks);
  asked.length = 0;
  await attackApi(marks);
  await attackPages(marks);
}, 280_000);
afterAll(() => canary.close());

/** Each attack finds what was planted for it. */
async function wake(marks: Marks): Promise<void> {
  const secret = `planted-${randomUUID()}`;
  const { url, server } = await startVulnerable(secret);
  const site: Site = {
    base: url,
    from: FROM,
    marks,
    secrets: [secret],
    origin: url,
    headersFor: () => Promise.resolve({}),
    idsOf: () => Promise.resolve({}),
  };
  const seen = new Log();
  await attack(site, operationsIn(VULNERABLE), seen, () => Promise.resolve());
  for (const { of, where } of seen.findings) if (where.includes(`/${of}:`)) awake.add(of);
  // A request of its own is on its way.
  for (let waits = 0; asked.length === 0 && waits < 200; waits += 1)
    await new Promise((done) => setTimeout(done, 10));
  if (asked.length > 0) awake.add('outside');
  if ((await dodging(url, '/limits', FROM)).length > 0) awake.add('limits');
  const form: Form = { method: 'POST', action: '/form', multipart: false, fields: { name: 'x' } };
  if ((await sentFrom(url, form, {})).length > 0) awake.add('csrf');
  server.close();
}

async function attackApi(marks: Marks): Promise<void> {
  const description = await send(apiUrl, { method: 'GET', path: '/openapi.json' }, FROM);
  // Whoever signs out has no session to go on with; it takes no input.
  const operations = operationsIn(JSON.parse(description.text, leadingToUs));
  const isForAdmins = ({ path }: Operation) => /^\/(webhooks|admin)(\/|$)|^\/metrics(\/workers)?$/.test(path);
  const bearer = async (operation: Operation) => ({
    authorization: `Bearer ${await (isForAdmins(operation) ? tokens.admin() : tokens.user())}`,
  });
  const ask = async (operation: Operation, method: string, path: string, body?: string) => {
    const type = operation.otherType ?? 'application/json';
    const headers = {
      ...(await bearer(operation)),
      'idempotency-key': randomUUID(),
      ...(body !== undefined && { 'content-type': type }),
    };
    return send(apiUrl, { method, path, headers, ...(body !== undefined && { body }) }, FROM);
  };
  // One of each thing, so that there are ids to ask for.
  for (const operation of operations.filter(
    ({ method, path }) => method === 'POST' && !/\{|^\/auth\//.test(path),
  )) {
    const query = operation.inputs.some(({ in: where, required }) => where === 'query' && required)
      ? '?name=attack.txt'
      : '';
    const body =
      operation.otherType === undefined
        ? operation.body && JSON.stringify(exampleOf(operation.body))
        : 'Attack.';
    await ask(operation, 'POST', `${operation.path}${query}`, body);
  }
  const known = new Map<string, string>();
  /** Of each name in the path the newest thing that the list before it shows. */
  const idsOf = async (operation: Operation) => {
    const ids: Record<string, string> = {};
    let path = '';
    for (const part of operation.path.split('/').slice(1)) {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name === undefined) path += `/${part}`;
      else {
        const id = known.get(path) ?? (await firstIn(operation, path));
        if (id !== undefined) known.set(path, id);
        ids[name] = id ?? randomUUID();
        path += `/${ids[name]}`;
      }
    }
    return ids;
  };
  const firstIn = async (operation: Operation, path: string) => {
    const run = operations.find(
      (one) => one.method === 'POST' && one.path === operation.path.replace(/\/\{\w+\}(\/\w+)?$/, ''),
    );
    if (run !== undefined && run.inputs.some((one) => one.in === 'path')) await ask(run, 'POST', path);
    try {
      const { items } = JSON.parse((await ask(operation, 'GET', path)).text) as {
        items?: readonly { id?: string }[];
      };
      return items?.[0]?.id;
    } catch {
      return undefined;
    }
  };
  const site: Site = { base: apiUrl, from: FROM, marks, secrets, origin: apiUrl, headersFor: bearer, idsOf };
  const me = async () => {
    const { status } = await send(
      apiUrl,
      { method: 'GET', path: '/me', headers: { authorization: `Bearer ${await tokens.user()}` } },
      FROM,
    );
    signedIn = [...signedIn, status === 200];
  };
  const before = await ask(operations[0] as Operation, 'GET', '/me');
  await me();
  await attack(
    site,
    operations.filter(({ inputs }) => inputs.length > 0),
    log,
    me,
  );
  // As it was.
  const { name } = JSON.parse(before.text) as { name?: string };
  const headers = { authorization: `Bearer ${await tokens.user()}`, 'content-type': 'application/json' };
  await send(apiUrl, { method: 'PATCH', path: '/me', headers, body: JSON.stringify({ name }) }, FROM);
}

/** Of what has to lead somewhere: to where the product may send something. */
const leadingToUs = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'format' in value && value.format === 'uri'
    ? { ...value, example: `${target.webhooksUrl ?? ''}/hooks/attack` }
    : value;

/** Of every page: each field of each form, and each name in the query of a link. */
async function attackPages(marks: Marks): Promise<void> {
  const texts = payloadsFor(marks).filter(({ value }) => typeof value === 'string');
  // What the API reads was sent to itself: here it is the pages' own that is attacked, and a few of each other sort.
  const payloads = texts.filter(
    ({ of }, place) =>
      /markup|redirect|header/.test(of) ||
      place === texts.findIndex((one) => one.of === of) ||
      (of === 'crash' && place % 2 === 0),
  );
  const some = payloads.filter(({ of }, place) => of === 'redirect' || place % 3 === 0);
  const judged = { marks, secrets, origin: webUrl };
  const cookie = async (as: 'user' | 'admin') => ({ cookie: await cookies[as]() });
  const start = [
    '/',
    ...target.frontEnds.flatMap(({ pages, signedInPages }) => [...pages, ...signedInPages]),
  ];
  const crawl = async () => [
    ...(await pagesOf(webUrl, start, {}, FROM_WEB)),
    ...(await pagesOf(webUrl, start, await cookie('user'), FROM_WEB)),
    ...(await pagesOf(webUrl, [...start, '/admin'], await cookie('admin'), FROM_WEB)),
  ];
  pages = await crawl();
  // What the API was sent is shown there.
  for (const { path, answer } of pages) log.judge(`GET ${path}`, answer, judged);
  const forms = new Map(pages.flatMap((page) => page.forms).map((form) => [kindOf(form), form]));
  for (const [kind, form] of forms) {
    for (const field of Object.keys(form.fields)) {
      const where = `${kind}: field ${field}`;
      log.known.add(where);
      await each(payloads, async ({ of, value }) => {
        const sent = submission(form, { ...form.fields, key: randomUUID(), [field]: String(value) }, webUrl);
        const as = kind.includes('/login') ? {} : await cookie('user');
        const answer = await send(
          webUrl,
          { ...sent, headers: { ...as, ...('headers' in sent ? sent.headers : {}) } },
          FROM_WEB,
        );
        log.judge(where, answer, judged, { of, value });
      });
    }
    if (form.method === 'POST')
      taken.push(...(await sentFrom(webUrl, form, await cookie('user'))).map((one) => `${kind}: ${one}`));
    const dashboard = await send(
      webUrl,
      { method: 'GET', path: pages.at(-1)?.path ?? '/', headers: await cookie('user') },
      FROM_WEB,
    );
    signedIn = [...signedIn, dashboard.status === 200 || dashboard.status === 403];
  }
  for (const [path, names] of queriesOf(pages))
    for (const name of names) {
      const where = `GET ${path}: query ${name}`;
      log.known.add(where);
      await each(some, async (payload) => {
        const query = `${name}=${encodeURIComponent(String(payload.value).toWellFormed())}`;
        const answer = await send(
          webUrl,
          { method: 'GET', path: `${path}?${query}`, headers: await cookie('user') },
          FROM_WEB,
        );
        log.judge(where, answer, judged, payload);
      });
    }
  for (const base of [webUrl, apiUrl])
    for (const path of FILES)
      log.judge(`GET ${path}`, await send(base, { method: 'GET', path }, FROM_WEB), {
        ...judged,
        origin: base,
      });
  for (const { path, answer } of await crawl()) log.judge(`GET ${path}, afterwards`, answer, judged);
}

/** Ways out of a folder, as they stand in a request. */
const FILES = [
  '/assets/../../../../../../../../etc/passwd',
  '/assets/..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
  '/assets/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  '/assets/....//....//....//etc/passwd',
  '/assets/..%252f..%252f..%252fetc%252fpasswd',
  '/assets/..%5c..%5c..%5cetc%5cpasswd',
  '/../package.json',
  '/assets/../main.ts',
  '/.env',
  '/.git/config',
];

const kindOf = ({ method, action }: Form) =>
  `${method} ${action.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')}`;

function queriesOf(all: readonly Page[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { path } of all) {
    const [at = '', query = ''] = path.split('?');
    const names = found.get(at) ?? new Set(['cursor', 'back']);
    for (const name of new URLSearchParams(query).keys()) names.add(name);
    if (!/[0-9a-f]{8}-/.test(at)) found.set(at, names);
  }
  return found;
}

/** Other sites that a form is taken from. */
async function sentFrom(
  base: string,
  form: Form,
  headers: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const origin of otherOrigins(base)) {
    const sent = submission(form, form.fields, origin);
    const answer = await send(
      base,
      { ...sent, headers: { ...headers, ...('headers' in sent ? sent.headers : {}) } },
      FROM_WEB,
    );
    // Refused for another reason it would be taken, were it only filled in well.
    if (answer.status !== 403) found.push(`a form of ${origin} answered ${answer.status}`);
  }
  return found;
}

const SHOWN: Readonly<Record<Hole, readonly [says: string, tags: string]>> = {
  markup: ['no page takes for markup what somebody sent', '@SEC-08/injection'],
  sql: ['no statement is changed by what somebody sent', '@SEC-08/injection'],
  template: ['no template works out what somebody sent', '@SEC-08/injection'],
  header: ['no header comes of what somebody sent', '@SEC-08/injection'],
  file: ['no file is named by what somebody sent', '@SEC-08/leaks'],
  redirect: ['nobody is led to another site', '@SEC-08/redirects'],
  // Of a target elsewhere only what it takes is seen: its own machine is not the one where we listen.
  outside: ['nothing asks where somebody sent it', isHere ? '@SEC-08/outbound-hosts' : ''],
  names: ['no field of the product’s own is written', '@SEC-08/input'],
  crash: ['nothing is answered that is not described, and nothing breaks', '@SEC-08/input'],
  leak: ['no answer tells a stack, a path or a secret', '@SEC-08/leaks'],
};
const ASLEEP = 'the attack does not find the hole that was planted for it: its silence says nothing';

describe('of every input of the API and of every form', () => {
  for (const hole of HOLES)
    test(`${SHOWN[hole][0]} ${SHOWN[hole][1]}`, ({ skip }) => {
      if (!awake.has(hole)) skip(ASLEEP);
      if (hole === 'names' && log.refusing.length > 0)
        skip(`a right body is refused, so a wrong one shows nothing: ${log.refusing.join()}`);
      const found = log.findings
        .filter(({ of }) => of === hole)
        .map(({ where, what }) => `${where}: ${what}`);
      const all =
        hole === 'outside' ? [...found, ...asked.map((one) => `our listener was asked: ${one}`)] : found;
      expect([...new Set(all)]).toEqual([]);
    });
});

test('no form of another site is taken, however near its origin @SEC-08/csrf', ({ skip }) => {
  if (!awake.has('csrf')) skip(ASLEEP);
  expect(pages.flatMap(({ forms }) => forms).length, 'forms').toBeGreaterThan(5);
  expect(taken).toEqual([]);
});

test('nothing that somebody writes makes them count anew @SEC-09/address', async ({ skip }) => {
  if (!awake.has('limits')) skip(ASLEEP);
  expect(await dodging(apiUrl, '/me', '127.0.7.3'), 'the API').toEqual([]);
  expect(await dodging(webUrl, '/login', '127.0.7.3'), 'the web').toEqual([]);
});

test('of all inputs that are known enough were reached, by somebody signed in all the while', async ({
  annotate,
  skip,
}) => {
  const missed = [...log.known].filter((one) => !log.probed.has(one));
  await annotate(
    `${log.known.size - missed.length} of ${log.known.size} inputs, ${pages.length} pages, ${log.exchanges} exchanges`,
  );
  if (signedIn.includes(false)) skip('the session was over in between: what was asked then says nothing');
  const share = 1 - missed.length / log.known.size;
  if (share < SHARE)
    skip(
      `${(share * 100).toFixed(0)} % of the inputs were reached, of ${SHARE * 100} % at least; not ${missed.join('; ')}`,
    );
  expect(log.known.size, 'inputs').toBeGreaterThan(60);
  expect(signedIn.length, 'looks at the session').toBeGreaterThan(20);
});
