/**
 * Light load over what people look at first. Runs bare too:
 * `set -a; . .harness/target.env; set +a; k6 run load/suites/smoke/smoke.k6.ts`
 */
import { check } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';

const web = __ENV['TARGET_WEB_URL'] ?? 'http://127.0.0.1:4300';
const api = __ENV['TARGET_API_URL'] ?? 'http://127.0.0.1:4301';
const email = __ENV['TARGET_USER_USERNAME'] ?? '';
const password = __ENV['TARGET_USER_PASSWORD'] ?? '';

const steady = {
  executor: 'constant-arrival-rate',
  duration: '20s',
  preAllocatedVUs: 5,
  maxVUs: 20,
} as const;

export const options = {
  scenarios: {
    api: { ...steady, rate: 6, exec: 'callApi', tags: { service: 'api' } },
    web: { ...steady, rate: 4, exec: 'openPage', tags: { service: 'web' } },
  },
};

interface Login {
  readonly token: string;
  readonly session: string;
}

/** Signs in once: passwords are hashed slowly on purpose, and no load should measure that. */
export function setup(): Login {
  const signedIn = http.post(`${api}/auth/login`, JSON.stringify({ email, password }), {
    headers: { 'content-type': 'application/json' },
    tags: { name: 'sign in', service: 'setup' },
  });
  const page = http.post(
    `${web}/login`,
    { email, password },
    { redirects: 0, tags: { name: 'sign in', service: 'setup' } },
  );
  const session = page.cookies['session']?.[0]?.value;
  if (signedIn.status !== 200 || session === undefined) {
    throw new Error(
      `cannot sign in as ${email}: the API answered ${signedIn.status}, the web ${page.status}`,
    );
  }
  return { token: signedIn.json('token') as string, session };
}

export function callApi({ token }: Login): void {
  const path = inTurn(['/me', '/workflows', '/metrics/baseline', '/api/health']);
  const response = http.get(api + path, {
    headers: { authorization: `Bearer ${token}` },
    tags: { name: path },
  });
  check(response, { 'the API answers 200': ({ status }) => status === 200 });
}

export function openPage({ session }: Login): void {
  const path = inTurn(['/dashboard', '/login']);
  // Who is signed in is sent on from the login page.
  const cookies = path === '/login' ? {} : { session };
  const response = http.get(web + path, { cookies, tags: { name: path } });
  check(response, { 'the web answers 200': ({ status }) => status === 200 });
}

function inTurn(paths: readonly string[]): string {
  return paths[exec.scenario.iterationInTest % paths.length] ?? '/';
}
