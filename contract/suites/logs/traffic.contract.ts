import { expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { askRightly } from '../shared/asking.ts';
import { clientOf, signIn } from '../shared/client.ts';
import { linesIn, logOf } from '../shared/log-lines.ts';
import { makeOneOfEach } from '../shared/one-of-each.ts';
import { HOOK_MS, type Operation, operationsOf, routeOf } from '../shared/operations.ts';
import { signInToWeb } from '../shared/web.ts';

const { apiUrl, webUrl, accounts, webhooksUrl } = binding();
/** From here on it broke, which is looked at elsewhere and no description has; just below it, a caller hung up, who is answered nothing. */
const NO_ANSWER = 499;

/** Of each route of a part the statuses that were answered in this run so far, whoever asked: `GET /workflows`. */
function answeredBy(part: string): ReadonlyMap<string, ReadonlySet<number>> {
  const answered = new Map<string, Set<number>>();
  for (const { method, route, status } of linesIn(logOf(part), (line) => line.includes('"answered"'))) {
    if (route === 'unmatched' || Number(status) >= NO_ANSWER || String(method) === 'OPTIONS') continue;
    const name = `${method === 'HEAD' ? 'GET' : String(method)} ${String(route)}`;
    answered.set(name, (answered.get(name) ?? new Set()).add(Number(status)));
  }
  return answered;
}

function undescribed(
  part: string,
  described: readonly Operation[],
  isMeant: (route: string) => boolean,
): string[] {
  const statusesOf = new Map(described.map((one) => [`${one.method} ${routeOf(one)}`, one.statuses]));
  const seen = [...answeredBy(part)].filter(([name]) => isMeant(name.split(' ')[1] ?? ''));
  expect(seen.length, `operations of the ${part} that were asked`).toBeGreaterThan(3);
  return seen.flatMap(([name, statuses]) => {
    const known = statusesOf.get(name);
    if (known === undefined) return [`${name} is not described`];
    return [...statuses]
      .filter((status) => !known.includes(status))
      .map((status) => `${name} answered ${status}`);
  });
}

test(
  'whatever was asked of API and web in this run, by whomever, stands in their descriptions with how it was answered @CON-01/described @CON-01/web',
  async () => {
    const [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
    const ids = await makeOneOfEach(user, admin, webhooksUrl);
    for (const one of (await operationsOf(user)).filter(({ method }) => method === 'GET').slice(0, 8))
      if (one.path !== '/events') await askRightly(one, { user, admin }, ids);
    const cookie = await signInToWeb(webUrl, accounts.user);
    for (const path of [
      '/api/health',
      '/api/health/live',
      '/api/metrics/baseline',
      '/api/openapi.json',
      '/api/metrics/prometheus',
    ])
      await clientOf(webUrl).get(path, { cookie });
    const lacking = [
      ...undescribed('api', await operationsOf(user), (route) => route !== '/openapi.json').map(
        (what) => `API: ${what}`,
      ),
      ...undescribed('web', await operationsOf(clientOf(webUrl), '/api/openapi.json'), (route) =>
        /^\/(api\/|events$)/.test(route),
      ).map((what) => `web: ${what}`),
    ];
    expect(lacking).toEqual([]);
  },
  HOOK_MS,
);
