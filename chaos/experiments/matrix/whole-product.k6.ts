/**
 * What needs every part of the product: reads of the API (Postgres, Redis), pages of the web (API), a file (object store), and runs (queue,
 * worker, and the receiver that is told of them). PER_SECOND and DURATION_MS set the arrival rate, which does not slow down when the
 * product does. Each request says in its tag `part` what it needs.
 */
import http, { type RefinedResponse, type ResponseType } from 'k6/http';
import { check, fail, sleep } from 'k6';
import { Rate, Trend } from 'k6/metrics';
import exec from 'k6/execution';

const api = __ENV.TARGET_API_URL;
const web = __ENV.TARGET_WEB_URL;
/** Longer than every timeout of the product: a request that hangs shows as one without an answer. */
const timeout = '8s';
/** A run that was accepted is done some time, also when nobody works for a while. */
const LONGEST_RUN_MS = 10_000;

/** Of all requests: whatever the answer says, there is one. */
const answered = new Rate('answered');
/** Of the runs that were accepted. */
const runDone = new Rate('run_done');
const runMs = new Trend('run_ms', true);

export const options = {
  discardResponseBodies: false,
  setupTimeout: '20s',
  scenarios: {
    product: {
      executor: 'constant-arrival-rate',
      rate: Number(__ENV.PER_SECOND ?? 8),
      timeUnit: '1s',
      duration: `${__ENV.DURATION_MS ?? 10_000}ms`,
      // Enough for every request to wait out the product's timeouts.
      preAllocatedVUs: 60,
      gracefulStop: '12s',
    },
  },
};

interface Signed {
  readonly token: string;
  readonly cookie: string;
}
interface Product extends Signed {
  readonly upload: string;
  readonly workflow: string;
}

type Answer = RefinedResponse<ResponseType | undefined>;
type Part = 'api' | 'web' | 'storage' | 'jobs';

const paramsFor = (token: string, part: Part) => ({
  headers: { authorization: `Bearer ${token}` },
  timeout,
  tags: { part, name: part },
});

/** Before the load: what it is then about. */
export function setup(): Product {
  const signed = signIn('USER');
  const hook = `matrix-${Date.now()}`;
  const admin = signIn('ADMIN');
  made(
    post(admin, '/webhooks', {
      url: `${__ENV.TARGET_WEBHOOKS_URL}/hooks/${hook}`,
      events: ['run.succeeded'],
    }),
  );
  const file = http.post(`${api}/uploads?name=matrix.txt`, 'a line\n'.repeat(300), {
    headers: {
      authorization: `Bearer ${signed.token}`,
      'content-type': 'text/plain',
      'idempotency-key': `upload-${hook}`,
    },
    timeout,
  });
  return {
    ...signed,
    upload: made(file),
    workflow: made(post(signed, '/workflows', { name: 'Run in an experiment' })),
  };
}

function post({ token }: Signed, path: string, body: object): Answer {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const key = `matrix${path.replaceAll('/', '-')}-${Date.now()}`;
  return http.post(`${api}${path}`, JSON.stringify(body), {
    headers: { ...headers, 'idempotency-key': key },
    timeout,
  });
}

function made(answer: Answer): string {
  if (answer.status !== 201) fail(`${answer.request.method} ${answer.url} answered ${answer.status}`);
  return answer.json('id') as string;
}

function signIn(role: 'USER' | 'ADMIN'): Signed {
  const email = __ENV[`TARGET_${role}_USERNAME`] ?? '';
  const password = __ENV[`TARGET_${role}_PASSWORD`] ?? '';
  const headers = { 'content-type': 'application/json' };
  const login = http.post(`${api}/auth/login`, JSON.stringify({ email, password }), { headers, timeout });
  const jar = new http.CookieJar();
  const page = http.post(`${web}/login`, { email, password }, { redirects: 0, jar, timeout });
  const cookie = page.cookies['session']?.[0]?.value;
  if (login.status !== 200 || cookie === undefined)
    fail(`cannot sign in: the API answered ${login.status}, the web ${page.status}`);
  return { token: login.json('token') as string, cookie };
}

/** This VU's own, where the product forgot who was signed in. */
let renewed: Signed | undefined;

export default function product(common: Product): void {
  const signed = { ...common, ...renewed };
  const ask = [reads, opensPage, fetchesFile, runs][exec.scenario.iterationInTest % 4] ?? reads;
  // The web sends whoever is not signed in to its login.
  if ([302, 401].includes(ask(signed).status)) renewed = signIn('USER');
}

function reads({ token }: Product): Answer {
  return judged(http.get(`${api}/workflows?limit=5`, paramsFor(token, 'api')));
}

function opensPage({ cookie }: Product): Answer {
  const params = { headers: { cookie: `session=${cookie}` }, timeout, redirects: 0 };
  const answer = http.get(`${web}/dashboard`, { ...params, tags: { part: 'web', name: 'web' } });
  answered.add(answer.status !== 0, { part: 'web' });
  if (answer.status !== 0)
    check(answer, {
      'a page is whole, the 503 page, or the way to the login': ({ status, body }) =>
        status === 302 ||
        ((status === 200 || status === 503) && typeof body === 'string' && body.includes('<h1')),
    });
  return answer;
}

function fetchesFile({ token, upload }: Product): Answer {
  return judged(http.get(`${api}/uploads/${upload}/content`, paramsFor(token, 'storage')));
}

function runs({ token, workflow }: Product): Answer {
  const path = `${api}/workflows/${workflow}/runs`;
  const startedAt = Date.now();
  const accepted = judged(http.post(path, null, paramsFor(token, 'jobs')));
  if (accepted.status !== 202) return accepted;
  const run = accepted.json('id') as string;
  let isDone = false;
  while (!isDone && Date.now() - startedAt < LONGEST_RUN_MS) {
    sleep(0.5);
    const answer = http.get(`${path}/${run}`, paramsFor(token, 'jobs'));
    isDone = answer.status === 200 && answer.json('status') === 'succeeded';
  }
  runDone.add(isDone);
  runMs.add(Date.now() - startedAt);
  return accepted;
}

/** How much of it there may be the limits on failed requests say. */
const DOCUMENTED: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  503: 'DEPENDENCY_UNAVAILABLE',
};

/** No other failure is right, and none without the error envelope. */
function judged(answer: Answer): Answer {
  answered.add(answer.status !== 0);
  if (answer.status !== 0)
    check(answer, {
      'answered as documented: done, 401 UNAUTHENTICATED or 503 DEPENDENCY_UNAVAILABLE': ({ status }) =>
        [200, 201, 202].includes(status) || codeOf(answer) === DOCUMENTED[status],
    });
  return answer;
}

/** Undefined where the body is none of ours. */
function codeOf(answer: Answer): unknown {
  try {
    return answer.json('error.code');
  } catch {
    return undefined;
  }
}
