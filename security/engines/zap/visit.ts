import { SuiteError } from '../../../kernel/errors.ts';
import type { Tenant } from '../../../kernel/target.ts';
import { notSignedIn, refusesStrangers } from './authenticated-canary.ts';
import type { ProxyClient } from './proxy-client.ts';
import { type Session, signIn } from './session.ts';
import type { SignIn, SiteOptions } from './zap-options.ts';

/** Foreign to every product; RFC 2606 keeps it from ever being a real host. */
const FOREIGN_ORIGIN = 'https://attacker.invalid';
const STRANGER = { username: 'nobody@harness.invalid', password: 'not-a-real-password-1' };

/** A site that is being scanned. */
export interface Visit {
  readonly role: string;
  readonly base: string;
  readonly options: SiteOptions;
  /** Undefined for a site without sign-in. */
  readonly session: Session | undefined;
}

/**
 * Signs in at a site and shows by its canary that this makes a difference. Throws a SuiteError when the site does not answer, when it
 * gives no session, or when the canary is not what it should be.
 */
export async function openVisit(
  client: ProxyClient,
  site: Omit<Visit, 'session'>,
  tenant: Tenant,
): Promise<Visit> {
  const { signIn: how } = site.options;
  if (how === undefined) return { ...site, session: undefined };
  await refusesStrangers(client, `${site.base}${how.canary}`);
  await signInAsStranger(client, site.base, how);
  const session = await signIn(client, site.base, how, accountOf(tenant, how.account));
  const visit = { ...site, session };
  await mustBeSignedIn(client, visit, 'before');
  return visit;
}

function accountOf(tenant: Tenant, role: string) {
  const account = tenant.accounts[role];
  if (account !== undefined) return account;
  const known = Object.keys(tenant.accounts).join(', ');
  throw new SuiteError({
    what: `signIn.account "${role}" is no account of ${tenant.name}; it has: ${known}.`,
    fix: 'name one of them.',
  });
}

/** A refused login is an answer like any other: its page may echo the password or show an error of the database. */
async function signInAsStranger(client: ProxyClient, base: string, how: SignIn): Promise<void> {
  await signIn(client, base, how, STRANGER).catch((error: unknown) => {
    if (!(error instanceof SuiteError)) throw error;
  });
}

/** Fetches each page as an anonymous visitor, as the signed-in account, and as a foreign site's script would. */
export async function fetchPages(client: ProxyClient, { base, options, session }: Visit): Promise<void> {
  for (const page of options.pages) {
    const url = `${base}${page}`;
    await client({ url });
    if (session !== undefined) await client({ url, headers: session });
    await client({ url, headers: { ...session, origin: FOREIGN_ORIGIN } });
  }
}

/** Throws a SuiteError when the canary is not answered as to a signed-in user. */
export async function mustBeSignedIn(
  client: ProxyClient,
  visit: Visit,
  when: 'before' | 'after',
): Promise<void> {
  const { options, base, session } = visit;
  if (options.signIn === undefined || session === undefined) return;
  const reason = await notSignedIn(client, `${base}${options.signIn.canary}`, session);
  if (reason === undefined) return;
  throw new SuiteError({
    what: `${reason} ${when} the spider: pages behind the login were not scanned as a user.`,
    fix: 'see that signing in gives a session which lasts for the scan.',
  });
}
