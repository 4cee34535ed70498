import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { attack, dodging, Log, type Site } from './attack.ts';
import { attackApi } from './attack-api.ts';
import { attackPages, type AttackedPages } from './attack-pages.ts';
import { type Form, sentFrom } from './forms.ts';
import { operationsIn } from './operations.ts';
import { HOLES, type Hole, type Marks } from './payloads.ts';
import { FROM, FROM_LIMITS, FROM_WEB, sessionsOf } from './sessions.ts';
import { startVulnerable, VULNERABLE } from './vulnerable.ts';

const target = binding();
const { apiUrl, webUrl } = target;
/** Of all inputs that are known so many must have been reached, else nothing is said of the whole. */
const SHARE = 0.95;

/** Whatever asks here was led here. */
const canary = createServer((request, response) => {
  asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
  response.end();
});
const asked: string[] = [];

const isHere = [apiUrl, webUrl].every((url) => ['127.0.0.1', 'localhost'].includes(new URL(url).hostname));
const log = new Log();
const awake = new Set<Hole | 'csrf' | 'limits'>();
const signedIn: boolean[] = [];
let found: AttackedPages = { pages: [], sent: [], taken: [] };

/** Everything that we were told and nobody else may be. */
const secrets = [
  ...[target.accounts, target.neighbour?.accounts].flatMap((two) =>
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
  const attacked = { target, marks, secrets, log, signedIn, sessions: sessionsOf(target) };
  await attackApi(attacked);
  found = await attackPages(attacked);
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
  if ((await sentFrom(url, form, {}, FROM_WEB)).length > 0) awake.add('csrf');
  server.close();
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
      if (log.probed.size === 0) skip('no input was reached, so nothing was tried');
      if (hole === 'names' && log.refusing.length > 0)
        skip(`a right body is refused, so a wrong one shows nothing: ${log.refusing.join()}`);
      const seen = log.findings.filter(({ of }) => of === hole).map(({ where, what }) => `${where}: ${what}`);
      const all =
        hole === 'outside' ? [...seen, ...asked.map((one) => `our listener was asked: ${one}`)] : seen;
      expect([...new Set(all)]).toEqual([]);
    });
});

test('no form of another site is taken, however near its origin @SEC-08/csrf', ({ skip }) => {
  if (!awake.has('csrf')) skip(ASLEEP);
  expect(found.sent.length, 'forms').toBeGreaterThan(5);
  expect(found.taken).toEqual([]);
});

test('nothing that somebody writes makes them count anew @SEC-09/address', async ({ skip }) => {
  if (!awake.has('limits')) skip(ASLEEP);
  expect(await dodging(apiUrl, '/me', FROM_LIMITS), 'the API').toEqual([]);
  expect(await dodging(webUrl, '/login', FROM_LIMITS), 'the web').toEqual([]);
});

test('of all inputs that are known enough were reached, by somebody signed in all the while', async ({
  annotate,
  skip,
}) => {
  const missed = [...log.known].filter((one) => !log.probed.has(one));
  await annotate(
    `${log.known.size - missed.length} of ${log.known.size} inputs, ${found.pages.length} pages, ${log.exchanges} exchanges`,
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
