import { SuiteError } from '../../../kernel/errors.ts';
import type { Account } from '../../../kernel/target.ts';
import type { HeaderLine } from '../../rules/exchange.ts';
import { elementsOf } from '../../rules/html.ts';
import { setCookiesIn } from '../../rules/set-cookie.ts';
import type { ProxyAnswer, ProxyClient } from './proxy-client.ts';
import type { SignIn } from './zap-options.ts';

/** The headers that make a request a signed-in one. Secret. */
export type Session = Readonly<Record<string, string>>;

/** Signs in at a site whose base URL is `base`. Throws a SuiteError when the site gives no session. */
export async function signIn(
  client: ProxyClient,
  base: string,
  options: SignIn,
  account: Account,
): Promise<Session> {
  return options.kind === 'form'
    ? await signInByForm(client, base, options, account)
    : await signInForToken(client, base, options, account);
}

async function signInByForm(
  client: ProxyClient,
  base: string,
  options: SignIn,
  account: Account,
): Promise<Session> {
  const url = `${base}${options.path}`;
  const page = await client({ url });
  const before = cookiesOf(page.headers);
  const fields = { ...hiddenFields(page.body), ...credentials(options, account) };
  const answer = await client({
    url,
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      // As a browser sends it: products refuse forms from elsewhere.
      origin: new URL(base).origin,
      ...(before.size > 0 ? { cookie: cookieHeader(before) } : {}),
    },
    body: new URLSearchParams(fields).toString(),
  });
  const cookies = new Map([...before, ...cookiesOf(answer.headers)]);
  if (answer.status >= 400 || cookies.size === 0) throw refused(url, answer, 'no cookie');
  return { cookie: cookieHeader(cookies) };
}

async function signInForToken(
  client: ProxyClient,
  base: string,
  options: SignIn,
  account: Account,
): Promise<Session> {
  const url = `${base}${options.path}`;
  const answer = await client({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials(options, account)),
  });
  const token = tokenIn(answer.body, options.token);
  if (answer.status >= 400 || token === undefined) throw refused(url, answer, `no member "${options.token}"`);
  return { authorization: `Bearer ${token}` };
}

function credentials(options: SignIn, account: Account): Record<string, string> {
  return { [options.username]: account.username, [options.password]: account.password };
}

function refused(url: string, { status }: ProxyAnswer, missing: string): SuiteError {
  const what =
    status >= 400 ? `was refused with ${status}` : `was answered with ${status} but gave ${missing}`;
  return new SuiteError({
    what: `signing in at ${url} ${what}.`,
    fix: "compare options.sites.*.signIn with the target's login, and the account's password.",
  });
}

/** What the login page puts into its form by itself, such as a CSRF token. */
export function hiddenFields(html: string): Record<string, string> {
  const inputs = elementsOf(html).filter(({ name }) => name === 'input');
  const hidden = inputs.filter(({ attributes }) => attributes.get('type')?.toLowerCase() === 'hidden');
  return Object.fromEntries(
    hidden.map(({ attributes }) => [attributes.get('name') ?? '', attributes.get('value') ?? '']),
  );
}

export function cookiesOf(headers: readonly HeaderLine[]): ReadonlyMap<string, string> {
  return new Map(setCookiesIn(headers).map(({ name, value }) => [name, value]));
}

function cookieHeader(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

export function tokenIn(body: string, member: string): string | undefined {
  try {
    const found = member
      .split('.')
      .reduce<unknown>((value, name) => (value as Record<string, unknown> | null)?.[name], JSON.parse(body));
    return typeof found === 'string' && found !== '' ? found : undefined;
  } catch {
    return undefined;
  }
}
