import { SuiteError } from '../../../kernel/errors.ts';
import type { ProxyClient } from './proxy-client.ts';
import type { Session } from './session.ts';

/** Refused without a session; else it could not show that the scan was signed in. */
export async function refusesStrangers(client: ProxyClient, url: string): Promise<void> {
  const { status } = await client({ url });
  if (status < 200 || status >= 300) return;
  throw new SuiteError({
    what: `the authenticated canary ${url} answers ${status} to anyone, so it proves no sign-in.`,
    fix: 'name a page in signIn.canary that only a signed-in user gets.',
  });
}

/** The reason why the canary is not answered as to a signed-in user, or undefined. */
export async function notSignedIn(
  client: ProxyClient,
  url: string,
  session: Session,
): Promise<string | undefined> {
  const { status } = await client({ url, headers: session });
  if (status === 200) return undefined;
  return `the authenticated canary ${url} answered ${status}, expected 200`;
}
