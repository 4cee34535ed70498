import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { io } from 'socket.io-client';
import { claimsOf } from '../auth/tokens.ts';
import { clientOf, signIn } from '../shared/client.ts';
import {
  HOOK_MS,
  isForAdmins,
  OPEN,
  type Operation,
  operationsOf,
  pathToNowhere,
} from '../shared/operations.ts';
import { endpoints } from './endpoints.ts';
import { eachOf, headOf, nearMisses, newRound } from './near-misses.ts';
import { endedTokens, forgedTokens, missignedTokens, resigned, type WrongToken } from './wrong-tokens.ts';

const { apiUrl, accounts, metrics, neighbour } = binding();
const SIGN_OUT = 'POST /auth/logout';
const FOR_SCRAPERS = ['GET /metrics', 'GET /metrics/workers'];

let guarded: readonly Operation[];
let signOut: readonly Operation[];
let token = '';
let other = '';
beforeAll(async () => {
  const operations = await operationsOf(clientOf(apiUrl));
  guarded = operations.filter(({ name }) => ![...OPEN, SIGN_OUT].includes(name));
  signOut = operations.filter(({ name }) => name === SIGN_OUT);
  expect(guarded.filter(isForAdmins).length, 'operations for admins').toBeGreaterThan(0);
  // An admin's, so that no role is what stops it.
  token = (await signIn(apiUrl, accounts.admin)).token ?? '';
  other = (await signIn(apiUrl, accounts.user)).token ?? '';
}, HOOK_MS);

/** What let those in who should have been refused, or did not say how to sign in. None: `{}`. */
async function open(
  operations: readonly Operation[],
  headers: Readonly<Record<string, string | string[]>>,
): Promise<Record<string, string>> {
  expect(operations.length, 'operations that are asked').toBeGreaterThan(0);
  const round = newRound();
  const found: Record<string, string> = {};
  await eachOf(operations, async (operation) => {
    const url = `${apiUrl}${pathToNowhere(operation)}`;
    const { status, challenge } = await headOf(url, operation.method, headers, round);
    if (status !== 401) found[operation.name] = `answered ${status}`;
    else if (challenge?.startsWith('Bearer') !== true) found[operation.name] = 'has no www-authenticate';
  });
  return found;
}

/** What a socket with that token is told. */
function connected(auth: string): Promise<string> {
  const socket = io(apiUrl, {
    ...{ auth: { token: auth }, transports: ['websocket'], reconnection: false, forceNew: true },
  });
  return new Promise<string>((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('connect_error', ({ message }) => resolve(message));
  }).finally(() => socket.disconnect());
}

test('every operation that is described has a row in the matrix, and every row is described @SEC-06/from-openapi', async () => {
  const described = (await operationsOf(clientOf(apiUrl))).map(({ name }) => name);
  const rows = endpoints.map(({ name }) =>
    (name.split(/ with| without/)[0] ?? '').replace(/:(\w+)/g, '{$1}'),
  );
  // What describes the others, and what is not there.
  const besides = ['GET /openapi.json', 'GET /no-such-route'];
  expect(rows.filter((row) => !besides.includes(row)).sort()).toEqual([...described].sort());
});

describe('every operation that needs a token', () => {
  for (const { title, headers } of nearMisses)
    test(`refuses ${title} @SEC-06/forged-tokens @SEC-08/challenge`, async () => {
      expect(await open(guarded, headers(token, other))).toEqual({});
    });

  test('signs nobody out by any of these @SEC-06/forged-tokens @SEC-08/challenge', async () => {
    expect(signOut.length, SIGN_OUT).toBe(1);
    const own = (await signIn(apiUrl, accounts.user)).token ?? '';
    const found: Record<string, unknown> = {};
    for (const { title, headers } of nearMisses)
      Object.assign(
        found,
        ...Object.values(await open(signOut, headers(own, other))).map((what) => ({ [title]: what })),
      );
    expect(found).toEqual({});
  });

  const bearer = (value: string) => ({ authorization: `Bearer ${value}` });

  /** Of each token the operations that took it, or whose refusal says nothing of how to sign in. */
  async function taken(
    tokens: readonly WrongToken[],
    by = [...guarded, ...signOut],
  ): Promise<Record<string, unknown>> {
    expect(tokens.length, 'tokens that are tried').toBeGreaterThan(0);
    const found: Record<string, unknown> = {};
    for (const { title, token: wrong } of tokens) {
      const letIn = await open(by, bearer(wrong));
      if (Object.keys(letIn).length > 0) found[title] = letIn;
    }
    return found;
  }
  /** What refuses a good token as well shows nothing by refusing a bad one. */
  async function refusing(): Promise<readonly string[]> {
    const found: string[] = [];
    await eachOf(guarded, async (operation) => {
      const url = `${apiUrl}${pathToNowhere(operation)}`;
      const { status } = await headOf(url, operation.method, bearer(token));
      if (status === 401 || status >= 500) found.push(`${operation.name} answered ${status}`);
    });
    return found;
  }

  test('lets a good token in, and refuses it once its session has ended, and what is of another sort @SEC-06/sessions @SEC-06/forged-tokens @SEC-08/challenge', async () => {
    expect(await refusing(), 'before').toEqual([]);
    expect(await taken(await endedTokens(accounts.admin))).toEqual({});
    expect(await refusing(), 'after').toEqual([]);
  });

  test('refuses whatever somebody forges who has not the key @SEC-06/forged-tokens @SEC-08/challenge', async () => {
    // A user's: what it says of another role must not count.
    expect(await taken(forgedTokens(other))).toEqual({});
    expect(await refusing(), 'after').toEqual([]);
  });

  test('refuses tokens of our own key that are wrong in one thing: time, issuer, session, algorithm @SEC-06/forged-tokens @SEC-06/sessions', async ({
    skip,
  }) => {
    const wrong = await missignedTokens(clientOf(apiUrl, token));
    if (wrong.length === 0) return skip('nobody may know the key of this target’s tokens');
    expect(await taken(wrong)).toEqual({});
    expect(await refusing(), 'after').toEqual([]);
  });

  test('takes who somebody is from the session, whatever else the token says @SEC-06/roles @SEC-06/forged-tokens', async ({
    skip,
  }) => {
    const [me, them] = [await clientOf(apiUrl, other).get('/me'), await clientOf(apiUrl, token).get('/me')];
    const { sub } = claimsOf(token).claims;
    const said = resigned(other, { role: 'admin', tenant: neighbour?.tenant ?? 'another', sub });
    if (said === undefined) return skip('nobody may know the key of this target’s tokens');
    const client = clientOf(apiUrl, said);
    expect((await client.get('/me')).body, 'GET /me').toEqual(me.body);
    expect(me.body).not.toEqual(them.body);
    const letIn: string[] = [];
    for (const operation of guarded.filter(isForAdmins)) {
      const { status } = await headOf(`${apiUrl}${pathToNowhere(operation)}`, operation.method, bearer(said));
      if (status !== 403) letIn.push(`${operation.name} answered ${status}`);
    }
    expect(letIn, 'operations for admins').toEqual([]);
  });

  test('are not to be got round by a socket: it takes none of these tokens @SEC-06/streams @SEC-06/forged-tokens @SEC-06/sessions', async () => {
    const wrong = [
      ...(await endedTokens(accounts.user)),
      ...forgedTokens(other),
      ...(await missignedTokens(clientOf(apiUrl, other))),
    ];
    expect(await connected(other), 'with a good token, before').toBe('connected');
    const found: Record<string, string> = {};
    for (const { title, token: bad } of wrong) {
      const said = await connected(bad);
      if (said !== 'UNAUTHENTICATED') found[title] = said;
    }
    expect(found).toEqual({});
    expect(await connected(other), 'with a good token, after').toBe('connected');
  });

  test("refuses the scraper's token, but for metrics; and there what is nearly it @SEC-06/forged-tokens @SEC-10/metrics @SEC-10/metrics-workers", async ({
    skip,
  }) => {
    const scrape = metrics.find(({ part }) => part === 'api')?.token;
    if (scrape === undefined) return skip('nobody scrapes this target with a token');
    const isScraped = ({ name }: Operation) => FOR_SCRAPERS.includes(name);
    expect(
      await open(
        guarded.filter((one) => !isScraped(one)),
        bearer(scrape),
      ),
    ).toEqual({});
    for (const nearly of [
      scrape.slice(0, -1),
      scrape.slice(1),
      `${scrape}0`,
      `${scrape.slice(0, -1)}!`,
      scrape.toUpperCase() === scrape ? scrape.toLowerCase() : scrape.toUpperCase(),
    ])
      expect(await open(guarded.filter(isScraped), bearer(nearly)), 'nearly the token').toEqual({});
  });
});
