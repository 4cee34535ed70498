import { readdirSync, readFileSync } from 'node:fs';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, binding } from '../../../fixtures/bindings/target.ts';
import { clientOf, expectStatus, signIn } from '../shared/client.ts';
import { HOOK_MS } from '../shared/operations.ts';
import { WEB } from '../shared/the-web.ts';
import { signInToWeb } from '../shared/web.ts';
import { makeThings, type Things } from './things.ts';
import { ASKERS, type WebAsker, type WebRoute, webRoutes } from './web-routes.ts';
import { forgedTokens } from './wrong-tokens.ts';

const { apiUrl, webUrl, accounts, neighbour, source } = binding();
const tokenIn = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1);

let things: Things;
/** By asker; where several are one asker, all of them. */
let cookies: Partial<Record<WebAsker, readonly string[]>>;
beforeAll(async () => {
  const signedIn = async (account: Account) => [await signInToWeb(webUrl, account)];
  const user = await signedIn(accounts.user);
  // One that the web ended, and one that the API did.
  const ended = [...(await signedIn(accounts.user)), ...(await signedIn(accounts.admin))];
  const [byWeb = '', byApi = ''] = ended;
  expect((await ask('POST', '/logout', byWeb, {})).outcome, 'POST /logout').toBe('303 /login');
  expectStatus(await clientOf(apiUrl, tokenIn(byApi)).post('/auth/logout'), 204);
  const forged = forgedTokens(tokenIn(user[0] ?? '')).map(({ token }) => `session=${token}`);
  cookies = {
    ...{ nobody: [''], user, ended, forged: forged.slice(0, 4) },
    admin: await signedIn(accounts.admin),
    ...(neighbour && {
      stranger: await signedIn(neighbour.accounts.user),
      'strange admin': await signedIn(neighbour.accounts.admin),
    }),
  };
  things = await makeThings(await signIn(apiUrl, accounts.user));
}, HOOK_MS);

interface Got {
  readonly outcome: string;
  readonly text: string;
}

/** Asks as a page of the web's own would. Of a stream only the head is waited for. */
function ask(
  method: string,
  path: string,
  cookie: string,
  fields?: Readonly<Record<string, string>>,
): Promise<Got> {
  const url = new URL(`${webUrl}${path}`);
  const own = url.hostname === '127.0.0.1' ? { localAddress: '127.0.8.1' } : {};
  const body = fields && new URLSearchParams(fields).toString();
  const headers = {
    ...(cookie !== '' && { cookie }),
    ...(method === 'POST' && { origin: webUrl }),
    ...(body !== undefined
      ? { 'content-type': 'application/x-www-form-urlencoded' }
      : method === 'POST' && { 'content-type': 'application/json' }),
  };
  return new Promise((resolve, reject) => {
    const asked = (url.protocol === 'https:' ? secure : plain)(url, { method, headers, ...own });
    asked.once('error', reject);
    asked.once('response', (response) => {
      const to = response.headers.location;
      const outcome = [String(response.statusCode), ...(to === undefined ? [] : [to])].join(' ');
      if (response.headers['content-type']?.startsWith('text/event-stream') === true) {
        resolve({ outcome, text: '' });
        asked.destroy();
        return;
      }
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('end', () => resolve({ outcome, text: Buffer.concat(parts).toString() }));
    });
    asked.end(body);
  });
}

const methodOf = ({ name }: WebRoute) => name.split(' ')[0] ?? '';
const isRefused = (route: WebRoute, asker: WebAsker) => route.expected[asker] !== route.expected.user;

/** What an asker gets at that path. */
function expectedOf(route: WebRoute, asker: WebAsker, path: string): string {
  const outcome = route.expected[asker];
  return outcome.replace('<here>', encodeURIComponent(path)).replace('<workflow>', things.workflow);
}

/** What the asker got that is not this; none: undefined. Tells too where a page shows what is of our tenant to another one. */
async function differing(route: WebRoute, asker: WebAsker, path: string): Promise<string | undefined> {
  for (const cookie of cookies[asker] ?? []) {
    const asking = () => ask(methodOf(route), path, cookie, route.fields?.());
    let { outcome, text } = await asking();
    // It is busy, and says to try again.
    for (let tries = 0; outcome === '503' && tries < 4; tries += 1) {
      await sleep(500);
      ({ outcome, text } = await asking());
    }
    if (outcome !== expectedOf(route, asker, path)) return outcome;
    const { workflow, run, upload, document, alert, notification } = things;
    const ours = [workflow, run, upload, document, alert, notification, accounts.user.username];
    const shown = asker.startsWith('strange') ? ours.filter((one) => text.includes(one)) : [];
    if (shown.length > 0) return `${outcome}, and shows ${shown.join()}`;
  }
  return undefined;
}

/** What is asked of everybody at one thing: its owner first, so that whatever is kept of it is, then those who are refused, and its owner again. */
function inTurn(route: WebRoute): readonly WebAsker[] {
  const there = ASKERS.filter((asker) => cookies[asker] !== undefined);
  const refused = there.filter((asker) => isRefused(route, asker));
  const owner: WebAsker = route.expected.user === '403' ? 'admin' : 'user';
  const served = there.filter((asker) => !refused.includes(asker) && asker !== owner);
  // Whoever deletes it is the last.
  if (/\/delete$|^POST \/logout$/.test(route.name)) return [...refused, owner];
  return [owner, ...refused.filter((asker) => asker !== owner), owner, ...served];
}

/** What a test of a route shows. */
function shown(route: WebRoute): string {
  const tags = ['@SEC-06/web-routes', '@SEC-06/web'];
  if (route.expected.stranger === '404') tags.push('@SEC-06/things-tenant');
  if (route.expected.nobody !== route.expected.user) tags.push('@SEC-06/anonymous', '@SEC-06/sessions');
  if (route.expected.user === '403')
    tags.push(route.name.includes('metrics') ? '@SEC-10/web-metrics' : '@SEC-10/admin');
  return tags.join(' ');
}

describe('each asker gets what they may of the web, before and after its owner has used it', () => {
  for (const route of webRoutes.filter(({ name }) => name !== 'POST /logout'))
    test(`${route.name} ${shown(route)}`, async () => {
      const path = await route.path(things);
      const wrong: Record<string, string> = {};
      for (const asker of inTurn(route)) {
        const got = await differing(route, asker, path);
        if (got !== undefined) wrong[`${asker}, expected ${expectedOf(route, asker, path)}`] = got;
      }
      expect(wrong, `${methodOf(route)} ${path}`).toEqual({});
    });
});

/** Paths of routes that the source of the web declares; what is worked out in them is any word. */
function declaredIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('client'),
  );
  const route = /(?:\bpath: |\.(?:get|post|put|patch|delete|all)\(\s*)(['`])(\/[^'`]*)\1/g;
  const found = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(route)].map(([, , path = '']) => path),
  );
  return [...new Set(found.map((path) => path.replaceAll(/\$\{[^}]*\}/g, '*')))];
}

test('every route of the web has a row, and every row is a route @SEC-06/web-routes', ({ skip }) => {
  if (source === undefined) return skip('the source of the web is not at hand');
  const rowsOf = [...new Set(webRoutes.map(({ name }) => name.split(' ')[1] ?? ''))];
  const declared = declaredIn(join(source, WEB));
  const fits = (path: string, row: string) =>
    new RegExp(`^${path.replaceAll(/[.]/g, '\\.').replaceAll('*', '[\\w-]+')}$`).test(row);
  expect(declared.length, 'routes in the source').toBeGreaterThan(20);
  expect(
    declared.filter((path) => !rowsOf.some((row) => fits(path, row))),
    'routes without a row',
  ).toEqual([]);
  expect(
    rowsOf.filter((row) => !declared.some((path) => fits(path, row))),
    'rows without a route',
  ).toEqual([]);
});
