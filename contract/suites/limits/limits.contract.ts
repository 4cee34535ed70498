import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, clientOf, expectRefusal, expectStatus, signIn } from '../shared/client.ts';
import { signInToWeb } from '../shared/web.ts';
import { exhaust, LARGEST, type Spent } from './exhaust.ts';

const { apiUrl, webUrl, accounts, tenant } = binding();
/** What the environment says that a client has in a window; unless it does, whatever the answers say is taken for it. */
const [MAX, WINDOW] = ['TARGET_LIMIT_RATE_MAX', 'TARGET_LIMIT_RATE_WINDOW'].map((name) => process.env[name]);
const LOGIN_TRIES = 10;
const WINDOW_SECONDS = 60;

/** The requests that passed, the refusals after them, and what the headers said. */
function expectExactly({ what, max, passed, refused, first, seconds }: Spent): void {
  expect(max, `${what}: x-ratelimit-limit`).toBe(Number(MAX ?? max));
  expect(passed, `${what}: how many of the ${passed + refused.length} requests of ${seconds} s passed`).toBe(
    max,
  );
  expect(new Set(refused.map(({ status }) => status)), `${what}: statuses of those that did not`).toEqual(
    new Set([429]),
  );
  expect(first, `${what}: x-ratelimit-remaining after the first request`).toBe(max - 1);
}

/** How long whoever asks from now on can be told to wait, at most. */
function secondsLeft({ overAt }: Spent): number {
  return Math.ceil((overAt - performance.now()) / 1000);
}

/** Whole seconds, at least one, no more than the rest of the window. */
function expectRetryAfter({ headers, what }: Answer, mostSeconds: number): void {
  const said = headers.get('retry-after') ?? 'none';
  expect(said, `${what}: retry-after`).toMatch(/^[1-9]\d*$/);
  expect(Number(said), `${what}: retry-after`).toBeLessThanOrEqual(mostSeconds);
}

describe('the API', () => {
  test('lets exactly as many requests of a session pass as it says, then answers 429 @PER-08/api-max @PER-08/api-retry-after @PER-08/others @PER-08/exempt @CON-04/429', async ({
    skip,
  }) => {
    const [user, other] = [await signIn(apiUrl, accounts.user), await signIn(apiUrl, accounts.user)];
    const spent = await exhaust('GET /no-such-route of the API', () => user.get('/no-such-route'));
    if (typeof spent === 'string') return skip(spent);
    expectExactly(spent);
    const mostSeconds = secondsLeft(spent);
    const refused = await user.get('/me');
    expectRefusal(refused, 429, 'RATE_LIMITED');
    expectRetryAfter(refused, mostSeconds);
    expect(refused.headers.get('x-ratelimit-remaining'), refused.what).toBe('0');
    expectStatus(await other.get('/me'), 200);
    for (const path of ['/api/health', '/api/health/live', '/openapi.json'])
      expectStatus(await user.get(path), 200);
  });

  test('does not count health, metrics and its description @PER-08/exempt', async () => {
    const user = await signIn(apiUrl, accounts.user);
    for (const path of ['/api/health', '/api/health/live', '/metrics', '/openapi.json']) {
      const answer = await user.get(path);
      expect(answer.headers.get('x-ratelimit-limit'), `GET ${path}: x-ratelimit-limit`).toBeNull();
    }
    const counted = await user.get('/me');
    expect(Number(counted.headers.get('x-ratelimit-limit')), 'GET /me: x-ratelimit-limit').toBeGreaterThan(0);
    expect(Number(counted.headers.get('x-ratelimit-limit'))).toBeLessThanOrEqual(LARGEST);
    const reset = counted.headers.get('x-ratelimit-reset') ?? 'none';
    expect(reset, 'GET /me: x-ratelimit-reset').toMatch(/^[1-9]\d*$/);
    // The window began with this very request.
    expect(Number(reset), 'GET /me: x-ratelimit-reset').toBeGreaterThan(Number(WINDOW ?? 0) - 5);
    expect(Number(reset), 'GET /me: x-ratelimit-reset').toBeLessThanOrEqual(Number(WINDOW ?? reset));
  });
});

describe('the web', () => {
  test('lets exactly as many requests of a session pass as it says, then answers 429 @PER-08/web-max @PER-08/web-retry-after @PER-08/exempt @CON-04/429', async ({
    skip,
  }) => {
    const headers = { cookie: await signInToWeb(webUrl, accounts.user) };
    const web = clientOf(webUrl);
    // Answered by the web alone: asking the API would use up the session's share there.
    const ask = () => web.post('/api/revalidate', undefined, headers);
    const spent = await exhaust('POST /api/revalidate of the web', ask);
    if (typeof spent === 'string') return skip(spent);
    expectExactly(spent);
    const mostSeconds = secondsLeft(spent);
    const refused = await ask();
    expectRefusal(refused, 429, 'RATE_LIMITED');
    expectRetryAfter(refused, mostSeconds);
    expectStatus(await web.get('/api/health', headers), 200);
    expectStatus(await web.get('/assets/app.css', headers), 200);
  });
});

describe('guessing a password', () => {
  const guess = (email: string) => clientOf(apiUrl).post('/auth/login', { email, password: randomUUID() });

  test('is refused after ten tries, for that e-mail alone @SEC-09/brute-force @CON-04/429', async () => {
    const email = `nobody-${randomUUID()}@${tenant}.test`;
    const statuses: number[] = [];
    for (let tries = 0; tries < LOGIN_TRIES + 2; tries += 1) statuses.push((await guess(email)).status);
    expect(statuses, `POST /auth/login as ${email}`).toEqual([
      ...Array<number>(LOGIN_TRIES).fill(401),
      429,
      429,
    ]);
    const refused = await guess(email);
    expectRefusal(refused, 429, 'RATE_LIMITED');
    expectRetryAfter(refused, WINDOW_SECONDS);
    expectRefusal(await guess(`nobody-${randomUUID()}@${tenant}.test`), 401, 'INVALID_CREDENTIALS');
  });

  test('at once does not get more tries @SEC-09/at-once', async () => {
    const email = `nobody-${randomUUID()}@${tenant}.test`;
    const answers = await Promise.all(Array.from({ length: 14 }, () => guess(email)));
    const told = answers.filter(({ status }) => status === 401).length;
    expect(told, `POST /auth/login, 14 at once: how many were told that they are wrong`).toBeLessThanOrEqual(
      LOGIN_TRIES,
    );
  });

  // It locks a real account for a minute. Under the harness the tenant is this suite's own.
  test.skipIf(process.env['HARNESS_RUN'] === undefined)(
    'refuses the right password too, once there were too many wrong ones @SEC-09/brute-force',
    async () => {
      const { username: email, password } = accounts.admin;
      for (let tries = 0; tries < LOGIN_TRIES; tries += 1) await guess(email);
      const answer = await clientOf(apiUrl).post('/auth/login', { email, password });
      expectRefusal(answer, 429, 'RATE_LIMITED');
      expectRetryAfter(answer, WINDOW_SECONDS);
    },
  );
});
