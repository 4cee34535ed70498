import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import {
  type Client,
  clientOf,
  expectBody,
  expectInvalid,
  expectRefusal,
  expectStatus,
  signIn,
} from '../shared/client.ts';
import { login, user as userShape } from '../shared/shapes.ts';
import { claimsOf, forged, forgeries } from './tokens.ts';

const { apiUrl, tenant, accounts } = binding();
const anonymous = clientOf(apiUrl);
const { username, password } = accounts.user;

const logIn = async (account = accounts.user) => {
  const credentials = { email: account.username, password: account.password };
  return expectBody(await anonymous.post('/auth/login', credentials), 200, login);
};
const refresh = (refreshToken: string) => anonymous.post('/auth/refresh', { refreshToken });
const isRefused = async (client: Client) => expectRefusal(await client.get('/me'), 401, 'UNAUTHENTICATED');

let user: Client;
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
});

describe('a login', () => {
  for (const role of ['user', 'admin'] as const)
    test(`of the ${role} tells who they are and is good for their tenant @SEC-06/sessions @CON-05/api-tenant`, async () => {
      const { token, user: said } = await logIn(accounts[role]);
      expect(said).toMatchObject({ email: accounts[role].username, role, tenant });
      const me = await clientOf(apiUrl, token).get('/me');
      expect(expectBody(me, 200, userShape), me.what).toEqual(said);
      expect(me.headers.get('tenant'), me.what).toBe(tenant);
    });

  test('gives a JWT with exactly the documented claims @SEC-06/sessions', async () => {
    const { token, expiresInSeconds, user: said } = await logIn();
    const { header, claims } = claimsOf(token);
    expect(header).toMatchObject({ alg: 'HS256' });
    const { sid, iat, exp, ...who } = claims;
    expect(who).toEqual({ iss: 'reference', sub: said.id, tenant, role: 'user' });
    expect(typeof sid).toBe('string');
    expect(Number(exp) - Number(iat), 'exp - iat against expiresInSeconds').toBe(expiresInSeconds);
    expect(Math.abs(Number(iat) - Date.now() / 1000), 'seconds between iat and now').toBeLessThan(60);
  });

  test('tells nobody whether an e-mail is known @SEC-09/enumeration', async () => {
    const known = await anonymous.post('/auth/login', {
      email: accounts.admin.username,
      password: randomUUID(),
    });
    const unknown = await anonymous.post('/auth/login', {
      email: `nobody-${randomUUID()}@${tenant}.test`,
      password: randomUUID(),
    });
    for (const answer of [known, unknown]) expectRefusal(answer, 401, 'INVALID_CREDENTIALS');
    const messages = [known, unknown].map(
      ({ body }) => (body as { error: { message: string } }).error.message,
    );
    expect(messages[1], 'the message for an unknown e-mail').toBe(messages[0]);
  });

  test('with a role in its body is refused @SEC-06/roles @SEC-08/input @CON-04/400-fields', async () => {
    const answer = await anonymous.post('/auth/login', { email: username, password, role: 'admin' });
    expectInvalid(answer, 'role');
  });

  test('takes as long for an unknown e-mail as for a known one @SEC-09/enumeration', async () => {
    const tookMs = async (work: () => Promise<unknown>) => {
      const startedAt = performance.now();
      await work();
      return performance.now() - startedAt;
    };
    const logInUnknown = async () => {
      const stranger = { email: `nobody-${randomUUID()}@${tenant}.test`, password: 'x' };
      expectRefusal(await anonymous.post('/auth/login', stranger), 401, 'INVALID_CREDENTIALS');
    };
    let known = Infinity;
    let unknown = Infinity;
    // The quickest of each, in pairs. A busy machine delays some, so a few more are tried before it is told.
    for (let pairs = 0; pairs < 4 || (pairs < 20 && unknown / known <= 0.25); pairs += 1) {
      known = Math.min(known, await tookMs(() => logIn()));
      unknown = Math.min(unknown, await tookMs(logInUnknown));
    }
    // A known one costs a hash. Whoever skips it for an unknown one answers many times faster.
    expect(
      unknown / known,
      `POST /auth/login: ${unknown} ms for an unknown e-mail, ${known} ms for a known one`,
    ).toBeGreaterThan(0.25);
  });
});

describe('a token that is refused', () => {
  for (const { title, make } of forgeries)
    test(`${title} @SEC-06/forged-tokens @SEC-08/challenge`, async () => {
      const answer = await clientOf(apiUrl, make(user.token ?? '')).get('/me');
      expectRefusal(answer, 401, 'UNAUTHENTICATED');
      expect(answer.headers.get('www-authenticate'), answer.what).toContain('Bearer');
    });

  test('is never the way to another role: an admin claim over our own key is none @SEC-06/forged-tokens @SEC-06/roles', async () => {
    const answer = await clientOf(apiUrl, forged(user.token ?? '', { role: 'admin' })).get('/admin/overview');
    expectRefusal(answer, 401, 'UNAUTHENTICATED');
  });

  test('one in the query, or in another scheme @SEC-06/forged-tokens', async () => {
    const token = user.token ?? '';
    for (const answer of [
      await anonymous.get(`/me?token=${token}`),
      await anonymous.get(`/me?access_token=${token}`),
      await anonymous.get('/me', { authorization: `Basic ${token}` }),
      await anonymous.get('/me', { authorization: token }),
      await anonymous.get('/me', { cookie: `session=${token}` }),
    ])
      expect([400, 401], answer.what).toContain(answer.status);
  });
});

test('the scheme of a token may be written in any case, as HTTP has it @SEC-06/sessions', async () => {
  for (const scheme of ['bearer', 'BEARER'])
    expectStatus(await anonymous.get('/me', { authorization: `${scheme} ${user.token ?? ''}` }), 200);
});

describe('a refresh token', () => {
  test('gives new tokens, which work @SEC-06/sessions', async () => {
    const first = await logIn();
    const second = expectBody(await refresh(first.refreshToken), 200, login);
    expect(second.user).toEqual(first.user);
    expect(second.refreshToken, 'the refresh token rotates').not.toBe(first.refreshToken);
    expectStatus(await clientOf(apiUrl, second.token).get('/me'), 200);
    expectBody(await refresh(second.refreshToken), 200, login);
  });

  test('carries what changed about somebody in another session @SEC-06/sessions @SEC-06/own-account', async () => {
    const there = await logIn();
    const name = `User ${randomUUID().slice(0, 8)}`;
    expectStatus(await user.patch('/me', { name }), 200);
    const renewed = expectBody(await refresh(there.refreshToken), 200, login);
    expect(renewed.user, 'who is told after a change elsewhere').toEqual({ ...there.user, name });
    const me = await clientOf(apiUrl, renewed.token).get('/me');
    expect(expectBody(me, 200, userShape), me.what).toEqual(renewed.user);
    expectStatus(await user.patch('/me', { name: there.user.name }), 200);
  });

  test('used twice ends the whole session @SEC-06/sessions', async () => {
    const first = await logIn();
    const second = expectBody(await refresh(first.refreshToken), 200, login);
    expectRefusal(await refresh(first.refreshToken), 401, 'UNAUTHENTICATED');
    await isRefused(clientOf(apiUrl, second.token));
    await isRefused(clientOf(apiUrl, first.token));
    expectRefusal(await refresh(second.refreshToken), 401, 'UNAUTHENTICATED');
  });

  test('used by many at once works for one at most @SEC-06/sessions', async () => {
    const { refreshToken } = await logIn();
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)));
    const statuses = answers.map(({ status }) => status);
    expect(
      statuses.filter((status) => status === 200).length,
      `POST /auth/refresh answered ${statuses.join()}`,
    ).toBeLessThanOrEqual(1);
    expect(new Set(statuses.filter((status) => status !== 200)), 'the other statuses').toEqual(
      new Set([401]),
    );
  });

  test('that is unknown, malformed or an access token is refused @SEC-06/sessions @SEC-08/input', async () => {
    for (const bad of [randomUUID(), 'x'.repeat(43), user.token ?? ''])
      expect([400, 401], 'POST /auth/refresh').toContain((await refresh(bad)).status);
    expectInvalid(await anonymous.post('/auth/refresh', {}), 'refreshToken');
    const { refreshToken } = await logIn();
    await isRefused(clientOf(apiUrl, refreshToken));
  });
});

test('a logout makes the token and its refresh token worthless, and no other session @SEC-06/sessions @SEC-06/own-account', async () => {
  const { token, refreshToken } = await logIn();
  expectStatus(await clientOf(apiUrl, token).post('/auth/logout'), 204);
  await isRefused(clientOf(apiUrl, token));
  expectRefusal(await refresh(refreshToken), 401, 'UNAUTHENTICATED');
  expectStatus(await user.get('/me'), 200);
});

describe('somebody signed in', () => {
  test('changes their name, and nothing else @SEC-06/own-account', async () => {
    const before = expectBody(await user.get('/me'), 200, userShape);
    const name = `User ${randomUUID().slice(0, 8)}`;
    expect(expectBody(await user.patch('/me', { name }), 200, userShape)).toEqual({ ...before, name });
    expect(expectBody(await user.get('/me'), 200, userShape)).toEqual({ ...before, name });
    expectStatus(await user.patch('/me', { name: before.name }), 200);
  });

  for (const field of ['role', 'tenant', 'email', 'id'])
    test(`cannot change their ${field} @SEC-06/roles @SEC-06/own-account @SEC-08/input @CON-04/400-fields`, async () => {
      const before = expectBody(await user.get('/me'), 200, userShape);
      expectInvalid(await user.patch('/me', { name: before.name, [field]: 'admin' }), field);
      expect(expectBody(await user.get('/me'), 200, userShape)).toEqual(before);
    });

  test("may name their own tenant, and no other's @SEC-06/named-tenant @CON-05/api-tenant @CON-04/403", async () => {
    expectStatus(await user.get('/me', { tenant }), 200);
    const other = binding().neighbour?.tenant ?? 'tenant-of-others';
    expectRefusal(await user.get('/me', { tenant: other }), 403, 'TENANT_MISMATCH');
  });

  test('may name it in no other way than its own @SEC-06/named-tenant @CON-04/403', async () => {
    const ways = [
      ...[tenant.toUpperCase(), tenant.slice(0, -1), `${tenant}0`, `x${tenant}`, `${tenant},${tenant}`],
      ...[
        `"${tenant}"`,
        `${tenant}%20`,
        encodeURIComponent(`${tenant} `),
        tenant.replace('-', '_'),
        '*',
        '',
        'null',
      ],
    ];
    for (const way of ways) {
      const answer = await user.get('/me', { tenant: way });
      expect(answer.status, `tenant: ${way}; ${answer.what}`).toBe(403);
      expectRefusal(answer, 403, 'TENANT_MISMATCH');
    }
  });
});
