import type { Environment } from './environment.ts';
import type { MetricsEndpoint, RunningTarget, Tenant } from './target.ts';

/** The tenant that no suite is lent: the stranger of every test of isolation. Undefined on a target with only one. */
export function neighbourIn(tenants: readonly Tenant[]): Tenant | undefined {
  return tenants.length > 1 ? tenants.at(-1) : undefined;
}

/**
 * The environment variables that carry a target and one tenant's credentials to a tool: `TARGET_<ROLE>_URL` per URL, to put
 * paths after, `TARGET_<ROLE>_USERNAME` and `_PASSWORD` per account, `TARGET_NEIGHBOUR…` alike for another tenant where there is one,
 * where each part tells its metrics, what drills run and where what is sent to people arrives, where jobs wait, what its database is,
 * where its processes log and how they were started, and the base URL, as it was written, under the names that plain suites read.
 */
export function variablesFor(
  target: Pick<
    RunningTarget,
    | 'urls'
    | 'tenants'
    | 'metrics'
    | 'receivers'
    | 'commands'
    | 'source'
    | 'queueUrl'
    | 'database'
    | 'tokenKey'
    | 'startsFile'
  > &
    Partial<Pick<RunningTarget, 'logs'>>,
  tenant: Tenant,
): Readonly<Record<string, string>> {
  const variables: Record<string, string> = tenantVariables('TARGET', 'TARGET_TENANT', tenant);
  const neighbour = neighbourIn(target.tenants);
  if (neighbour !== undefined)
    Object.assign(variables, tenantVariables('TARGET_NEIGHBOUR', 'TARGET_NEIGHBOUR', neighbour));
  for (const [role, url] of Object.entries(target.urls))
    variables[`TARGET_${shout(role)}_URL`] = withoutSlash(url);
  Object.assign(variables, metricsVariables(target.metrics ?? []), drillVariables(target));
  if (target.queueUrl !== undefined) variables['TARGET_QUEUE_URL'] = target.queueUrl;
  if (target.tokenKey !== undefined) variables['TARGET_TOKEN_KEY'] = target.tokenKey;
  if (target.database !== undefined) {
    variables['TARGET_DATABASE_URL'] = target.database.application;
    variables['TARGET_DATABASE_SCRATCH_URL'] = target.database.scratch;
  }
  if (target.startsFile !== undefined) variables['TARGET_STARTS_FILE'] = target.startsFile;
  if (target.logs !== undefined && target.logs.length > 0)
    variables['TARGET_LOGS'] = JSON.stringify(target.logs);
  const base = target.urls['web'] ?? Object.values(target.urls)[0];
  return base === undefined ? variables : { ...variables, BASE_URL: base, PLAYWRIGHT_TEST_BASE_URL: base };
}

/** `TARGET_METRICS` names the parts, and `TARGET_METRICS_<PART>_URL` and `_TOKEN` say where each is scraped. */
function metricsVariables(metrics: readonly MetricsEndpoint[]): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { name, url, token } of metrics) {
    variables[`TARGET_METRICS_${shout(name)}_URL`] = url;
    if (token !== undefined) variables[`TARGET_METRICS_${shout(name)}_TOKEN`] = token;
  }
  return metrics.length === 0
    ? {}
    : { TARGET_METRICS: metrics.map(({ name }) => name).join(' '), ...variables };
}

/**
 * `TARGET_RECEIVERS` names them, `TARGET_RECEIVER_<NAME>_URL` and `_TOKEN` say where each is asked; `TARGET_COMMAND_DEPLOY` and the
 * like are JSON, a program and its arguments; `TARGET_SOURCE` is a folder.
 */
function drillVariables({
  receivers = [],
  commands = {},
  source,
}: Pick<RunningTarget, 'receivers' | 'commands' | 'source'>): Record<string, string> {
  const variables: Record<string, string> = {};
  if (receivers.length > 0) variables['TARGET_RECEIVERS'] = receivers.map(({ name }) => name).join(' ');
  for (const { name, url, token } of receivers) {
    variables[`TARGET_RECEIVER_${shout(name)}_URL`] = url;
    if (token !== undefined) variables[`TARGET_RECEIVER_${shout(name)}_TOKEN`] = token;
  }
  for (const [name, command] of Object.entries(commands))
    variables[`TARGET_COMMAND_${shout(name)}`] = JSON.stringify(command);
  return source === undefined ? variables : { ...variables, TARGET_SOURCE: source };
}

/**
 * What an environment says for what a tool has to compare by itself: `TARGET_LIMIT_RATE_MAX` for `rate.max`; and its front ends,
 * with `TARGET_<ROLE>_PAGES` and `_SIGNED_IN_PAGES` of each; and what it expects of TLS, `TARGET_TLS_MIN_VERSION` and `_VALID_DAYS`.
 */
export function environmentVariables({
  thresholds,
  frontEnds,
  tls,
}: Pick<Environment, 'thresholds' | 'frontEnds' | 'tls'>): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const [name, limit] of Object.entries(thresholds))
    variables[`TARGET_LIMIT_${shout(name)}`] = String(limit);
  for (const [role, { pages, signedIn }] of Object.entries(frontEnds)) {
    variables[`TARGET_${shout(role)}_PAGES`] = pages.join(' ');
    variables[`TARGET_${shout(role)}_SIGNED_IN_PAGES`] = signedIn.join(' ');
  }
  if (tls !== undefined) {
    variables['TARGET_TLS_MIN_VERSION'] = tls.minVersion;
    variables['TARGET_TLS_VALID_DAYS'] = String(tls.validDays);
  }
  const roles = Object.keys(frontEnds);
  return roles.length === 0 ? variables : { ...variables, TARGET_FRONT_ENDS: roles.join(' ') };
}

/** A base URL as it was written, but for the slash of a bare host: Playwright takes `/shop/` and `/shop` for different ones. */
export function withoutRootSlash(url: string): string {
  return url.replace(/^(https?:\/\/[^/]*)\/+$/i, '$1');
}

/** A URL, so that a path may be put after it. */
export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function tenantVariables(prefix: string, nameIn: string, { name, accounts }: Tenant): Record<string, string> {
  const variables: Record<string, string> = { [nameIn]: name };
  for (const [role, { username, password }] of Object.entries(accounts)) {
    variables[`${prefix}_${shout(role)}_USERNAME`] = username;
    variables[`${prefix}_${shout(role)}_PASSWORD`] = password;
  }
  return variables;
}

function shout(role: string): string {
  return role.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
