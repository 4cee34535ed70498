/**
 * What a signed-in user does that needs Postgres: reads workflows and alerts, and creates a workflow. PER_SECOND and DURATION_MS
 * set the arrival rate, which does not slow down when the API does.
 */
import http, { type RefinedResponse, type ResponseType } from 'k6/http';
import { check, fail } from 'k6';
import exec from 'k6/execution';

const api = __ENV.TARGET_API_URL;
/** Longer than every timeout of the API: a request that hangs shows as one without an answer. */
const timeout = '8s';

export const options = {
  discardResponseBodies: false,
  setupTimeout: '20s',
  scenarios: {
    traffic: {
      executor: 'constant-arrival-rate',
      rate: Number(__ENV.PER_SECOND ?? 5),
      timeUnit: '1s',
      duration: `${__ENV.DURATION_MS ?? 10_000}ms`,
      // Enough for every request to wait out the API's timeouts.
      preAllocatedVUs: 50,
      gracefulStop: '10s',
    },
  },
};

/** Signs in once: this is about what the session is then used for. */
export function setup(): string {
  const body = JSON.stringify({ email: __ENV.TARGET_USER_USERNAME, password: __ENV.TARGET_USER_PASSWORD });
  const headers = { 'content-type': 'application/json' };
  const response = http.post(`${api}/auth/login`, body, { headers, timeout });
  if (response.status !== 200) fail(`login answered ${response.status}`);
  return response.json('token') as string;
}

export default function traffic(token: string): void {
  const request =
    [readWorkflows, readAlerts, createWorkflow][exec.scenario.iterationInTest % 3] ?? readWorkflows;
  check(request({ authorization: `Bearer ${token}` }), {
    'answered as documented: done, or 503 DEPENDENCY_UNAVAILABLE': isDocumented,
  });
}

type Answer = RefinedResponse<ResponseType | undefined>;
type Headers = Readonly<Record<string, string>>;

function readWorkflows(headers: Headers): Answer {
  return http.get(`${api}/workflows?limit=5`, { headers, timeout, tags: { name: 'GET /workflows' } });
}

function readAlerts(headers: Headers): Answer {
  return http.get(`${api}/alerts`, { headers, timeout, tags: { name: 'GET /alerts' } });
}

function createWorkflow(headers: Headers): Answer {
  const body = JSON.stringify({ name: 'Created during an experiment' });
  const key = `experiment-${Date.now()}-${exec.scenario.iterationInTest}`;
  const more = { 'content-type': 'application/json', 'idempotency-key': key };
  const tags = { name: 'POST /workflows' };
  return http.post(`${api}/workflows`, body, { headers: { ...headers, ...more }, timeout, tags });
}

/** No other failure is right here, and none without the error envelope. */
function isDocumented(response: Answer): boolean {
  if (response.status === 200 || response.status === 201) return true;
  return response.status === 503 && codeOf(response) === 'DEPENDENCY_UNAVAILABLE';
}

/** Undefined where the body is none of ours, such as the empty one of a request that timed out. */
function codeOf(response: Answer): unknown {
  try {
    return response.json('error.code');
  } catch {
    return undefined;
  }
}
