import { createHmac } from 'node:crypto';

type Claims = Readonly<Record<string, unknown>>;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Claims;

/** Header and claims of a JWT, whoever signed it. Throws when it is none. */
export function claimsOf(token: string): { readonly header: Claims; readonly claims: Claims } {
  const [header, claims] = token.split('.');
  if (header === undefined || claims === undefined) throw new Error('the token is no JWT');
  return { header: decode(header), claims: decode(claims) };
}

/** The token with other claims under its old signature. */
export function forged(token: string, changes: Claims): string {
  const [header = '', , signature = ''] = token.split('.');
  return [header, encode({ ...claimsOf(token).claims, ...changes }), signature].join('.');
}

/** The token signed anew, with a key of our own. */
function signedWith(key: string, token: string, alg: string, hash: string): string {
  const text = `${encode({ alg, typ: 'JWT' })}.${encode(claimsOf(token).claims)}`;
  return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
}

/** Without a signature, as an attacker would have it. */
function unsigned(token: string, alg: string): string {
  return `${encode({ alg, typ: 'JWT' })}.${encode(claimsOf(token).claims)}.`;
}

/** Tokens that nobody may take, made out of a good one. */
export const forgeries: readonly { readonly title: string; readonly make: (token: string) => string }[] = [
  { title: 'one with alg none', make: (token) => unsigned(token, 'none') },
  { title: 'one with alg None', make: (token) => unsigned(token, 'None') },
  { title: 'one without its signature', make: (token) => unsigned(token, 'HS256') },
  { title: 'one with claims changed', make: (token) => forged(token, { role: 'admin' }) },
  { title: "one with another tenant's name", make: (token) => forged(token, { tenant: 'another-tenant' }) },
  { title: 'one that says it lasts longer', make: (token) => forged(token, { exp: 4_102_444_800 }) },
  {
    title: 'one signed with a key that is easily guessed',
    make: (token) => signedWith('secret', token, 'HS256', 'sha256'),
  },
  { title: 'one signed with an empty key', make: (token) => signedWith('', token, 'HS256', 'sha256') },
  { title: 'one of another algorithm', make: (token) => signedWith('secret', token, 'HS512', 'sha512') },
  { title: 'one that is no JWT at all', make: () => 'a.b.c' },
];
