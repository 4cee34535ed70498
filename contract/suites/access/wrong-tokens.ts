import { createHmac, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type Account, binding } from '../../../fixtures/bindings/target.ts';
import { claimsOf, forgeries } from '../auth/tokens.ts';
import { type Client, clientOf, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { login } from '../shared/shapes.ts';

/** A token that was good once, or is in all but one thing. */
export interface WrongToken {
  readonly title: string;
  readonly token: string;
}

type Claims = Readonly<Record<string, unknown>>;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const { apiUrl, tokenKey } = binding();
const anonymous = clientOf(apiUrl);

const logIn = async ({ username, password }: Account) =>
  expectBody(await anonymous.post('/auth/login', { email: username, password }), 200, login);

/** Tokens of sessions that are over, and what is no access token though it was given out. */
export async function endedTokens(account: Account): Promise<readonly WrongToken[]> {
  const left = await signIn(apiUrl, account);
  expectStatus(await left.post('/auth/logout'), 204);
  const first = await logIn(account);
  const second = expectBody(
    await anonymous.post('/auth/refresh', { refreshToken: first.refreshToken }),
    200,
    login,
  );
  // Somebody has a copy: the session is over.
  expectStatus(await anonymous.post('/auth/refresh', { refreshToken: first.refreshToken }), 401);
  const { refreshToken } = await logIn(account);
  return [
    { title: 'one that was signed out', token: left.token ?? '' },
    { title: 'one whose refresh token was used twice', token: first.token },
    { title: 'the newer one of these', token: second.token },
    { title: 'a refresh token', token: refreshToken },
    { title: 'the id of a session', token: String(claimsOf(second.token).claims['sid']) },
  ];
}

/** Forgeries of that token, by somebody who has not the key. */
export const forgedTokens = (token: string): readonly WrongToken[] =>
  forgeries.map(({ title, make }) => ({ title, token: make(token) }));

/** The token signed anew with the product's own key, with other claims; undefined where nobody may know the key. */
export function resigned(
  token: string,
  changes: Claims,
  [alg, hash] = ['HS256', 'sha256'],
): string | undefined {
  if (tokenKey === undefined) return undefined;
  const claims = Object.fromEntries(
    Object.entries({ ...claimsOf(token).claims, ...changes }).filter(([, value]) => value !== undefined),
  );
  const text = `${encode({ alg, typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${createHmac(hash, tokenKey).update(text).digest('base64url')}`;
}

const now = () => Math.floor(Date.now() / 1000);

/** Tokens of the product's own key that are wrong in one thing: none where nobody may know the key. */
export async function missignedTokens(client: Client): Promise<readonly WrongToken[]> {
  const token = client.token ?? '';
  const same = resigned(token, {});
  if (same === undefined) return [];
  expect((await clientOf(apiUrl, same).get('/me')).status, 'GET /me with a token that we signed').toBe(200);
  const wrong: readonly (readonly [string, Claims, [string, string]?])[] = [
    ['one that has expired', { iat: now() - 7200, exp: now() - 3600 }],
    ['one that has just expired', { exp: now() - 1 }],
    ['one that does not expire', { exp: undefined }],
    ['one that is not good yet', { nbf: now() + 3600 }],
    ['one of another issuer', { iss: 'another-product' }],
    ['one of an issuer that is almost ours', { iss: 'Reference' }],
    ['one of no issuer', { iss: undefined }],
    ['one of nobody', { sub: undefined }],
    ['one that does not say since when', { iat: undefined }],
    ['one without a session', { sid: undefined }],
    ['one of a session that never was', { sid: randomUUID() }],
    ['one of a list of sessions', { sid: [claimsOf(token).claims['sid']] }],
    ['one signed by HS384', {}, ['HS384', 'sha384']],
    ['one signed by HS512', {}, ['HS512', 'sha512']],
  ];
  return wrong.map(([title, changes, by]) => ({ title, token: resigned(token, changes, by) ?? '' }));
}
