import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { clientOf, signIn } from '../shared/client.ts';
import { HOOK_MS, OPEN, type Operation, operationsOf, pathToNowhere } from '../shared/operations.ts';
import { endpoints } from './endpoints.ts';
import { headOf, nearMisses } from './near-misses.ts';

const { apiUrl, accounts, metrics } = binding();
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
  const found: Record<string, string> = {};
  for (const operation of operations) {
    const { status, challenge } = await headOf(
      `${apiUrl}${pathToNowhere(operation)}`,
      operation.method,
      headers,
    );
    if (status !== 401) found[operation.name] = `answered ${status}`;
    else if (challenge?.startsWith('Bearer') !== true) found[operation.name] = 'has no www-authenticate';
  }
  return found;
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

  test("refuses the scraper's token, but for metrics; and there what is nearly it @SEC-06/forged-tokens @SEC-10/metrics @SEC-10/metrics-workers", async ({
    skip,
  }) => {
    const scrape = metrics.find(({ part }) => part === 'api')?.token;
    if (scrape === undefined) return skip('nobody scrapes this target with a token');
    const bearer = (value: string) => ({ authorization: `Bearer ${value}` });
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
