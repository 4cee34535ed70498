/**
 * Light load over what people look at first. Runs bare too:
 * `set -a; . .harness/target.env; set +a; k6 run load/suites/smoke/smoke.k6.ts`
 */
import { check } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { type Session, signIn } from '../../scenarios/flows/sessions.ts';
import { tagsOf } from '../../scenarios/flows/tags.ts';
import { account, apiUrl, webUrl } from '../../scenarios/flows/target.ts';

const steady = {
  executor: 'constant-arrival-rate',
  duration: '20s',
  preAllocatedVUs: 20,
  maxVUs: 20,
} as const;

export const options = {
  scenarios: {
    api: { ...steady, rate: 8, exec: 'callApi', tags: { service: 'api' } },
    web: { ...steady, rate: 6, exec: 'openPage', tags: { service: 'web' } },
  },
};

/** Signs in once: passwords are hashed slowly on purpose, and no load should measure that. */
export function setup(): Session {
  return signIn(account('USER'));
}

const CALLS = [
  { endpoint: '/me', module: 'me' },
  { endpoint: '/workflows', module: 'workflows' },
  { endpoint: '/metrics/baseline', module: 'metrics' },
  { endpoint: '/api/health', module: 'health' },
];

export function callApi({ token }: Session): void {
  const { endpoint, module } = inTurn(CALLS);
  const response = http.get(apiUrl + endpoint, {
    headers: { authorization: `Bearer ${token}` },
    tags: tagsOf('api', { module, endpoint, kind: 'read' }),
  });
  check(response, { 'the API answers 200': ({ status }) => status === 200 });
}

export function openPage({ cookie }: Session): void {
  const endpoint = inTurn(['/dashboard', '/login']);
  // Who is signed in is sent on from the login page.
  const cookies = endpoint === '/login' ? {} : { session: cookie };
  const tags = tagsOf('web', { module: 'web', endpoint, kind: 'page' });
  const response = http.get(webUrl + endpoint, { cookies, tags });
  check(response, { 'the web answers 200': ({ status }) => status === 200 });
}

function inTurn<T>(all: readonly T[]): T {
  return all[exec.scenario.iterationInTest % all.length] as T;
}
