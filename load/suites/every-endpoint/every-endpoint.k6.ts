/**
 * A minute over every endpoint, each in turn. Runs bare too:
 * `set -a; . .harness/target.env; set +a; k6 run load/suites/every-endpoint/every-endpoint.k6.ts`
 */
import { check } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { apiCalls, signInAndOut, streams } from './api-calls.ts';
import { setupTags } from '../../scenarios/flows/tags.ts';
import { apiUrl } from '../../scenarios/flows/target.ts';
import { type Visit, beginVisit, endVisit } from './visit.ts';
import { webCalls } from './web-calls.ts';

const steady = {
  executor: 'constant-arrival-rate',
  duration: '60s',
  preAllocatedVUs: 20,
  maxVUs: 20,
} as const;

export const options = {
  scenarios: {
    api: { ...steady, rate: 6, exec: 'callApi', tags: { service: 'api' } },
    web: { ...steady, rate: 4, exec: 'callWeb', tags: { service: 'web' } },
  },
};

export function setup(): Visit {
  check(uncovered(), {
    'every endpoint of the API is in the mix @PER-01/api-endpoints': (routes) => routes.length === 0,
  });
  return beginVisit();
}

export function callApi(visit: Visit): void {
  const { ask, refusal } = inTurn(apiCalls);
  const { status } = ask(visit);
  const right = refusal === undefined ? status >= 200 && status < 300 : status === refusal;
  check(right, { 'the API does as it is asked': () => right });
}

export function callWeb(visit: Visit): void {
  const { status } = inTurn(webCalls)(visit);
  check(status, { 'the web does as it is asked': () => status >= 200 && status < 400 });
}

export const teardown = endVisit;

/** What the API says it has and this load leaves out: a new endpoint must not go without load unnoticed. */
function uncovered(): readonly string[] {
  const described = http.get(`${apiUrl}/openapi.json`, { tags: setupTags('setup', '/openapi.json') });
  const paths = described.json('paths') as Record<string, Record<string, unknown>>;
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const covered = [...Object.keys(apiCalls), ...signInAndOut, ...streams];
  const missing = routes.filter((route) => !covered.includes(route));
  for (const route of missing) console.warn(`not in the mix: ${route}`);
  return missing;
}

function inTurn<C>(calls: Readonly<Record<string, C>>): C {
  const all = Object.values(calls);
  return all[exec.scenario.iterationInTest % all.length] as C;
}
