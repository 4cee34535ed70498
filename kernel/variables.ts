import type { RunningTarget, Tenant } from './target.ts';

/**
 * The environment variables that carry a target and one tenant's credentials to a tool: `TARGET_<ROLE>_URL` per URL,
 * `TARGET_<ROLE>_USERNAME` and `_PASSWORD` per account, and the base URL under the names that plain suites read.
 */
export function variablesFor(
  target: Pick<RunningTarget, 'urls'>,
  tenant: Tenant,
): Readonly<Record<string, string>> {
  const variables: Record<string, string> = { TARGET_TENANT: tenant.name };
  for (const [role, url] of Object.entries(target.urls)) variables[`TARGET_${shout(role)}_URL`] = url;
  for (const [role, account] of Object.entries(tenant.accounts)) {
    variables[`TARGET_${shout(role)}_USERNAME`] = account.username;
    variables[`TARGET_${shout(role)}_PASSWORD`] = account.password;
  }
  const base = target.urls['web'] ?? Object.values(target.urls)[0];
  return base === undefined ? variables : { ...variables, BASE_URL: base, PLAYWRIGHT_TEST_BASE_URL: base };
}

function shout(role: string): string {
  return role.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
