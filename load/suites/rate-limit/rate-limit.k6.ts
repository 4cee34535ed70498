/**
 * One session of the API and one of the web ask more than they may, twenty requests at once, in two windows after one another;
 * meanwhile another session asks as usual. Runs bare too, and then compares with the target's own headers only:
 * `set -a; . .harness/target.env; set +a; k6 run load/suites/rate-limit/rate-limit.k6.ts`
 */
import { check, sleep } from 'k6';
import http from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import { type Session, signIn } from '../../scenarios/flows/sessions.ts';
import { tagsOf } from '../../scenarios/flows/tags.ts';
import { account, apiUrl, webUrl } from '../../scenarios/flows/target.ts';
import { configured } from './configured.ts';
import { type Burst, overspend, type Place } from './overspend.ts';
import { expectRetryAfter } from './retry-after.ts';

const AT_ONCE = 20;
const WINDOWS = 2;
const once = { executor: 'per-vu-iterations', vus: 1, iterations: 1, maxDuration: '50s' } as const;

export const options = {
  batch: AT_ONCE,
  batchPerHost: AT_ONCE,
  scenarios: {
    api: { ...once, exec: 'askApi' },
    // While the API's first window goes on: one burst at a time.
    web: { ...once, exec: 'askWeb', startTime: '4s' },
    others: {
      executor: 'constant-arrival-rate',
      rate: 2,
      duration: '15s',
      preAllocatedVUs: 10,
      exec: 'askAsUsual',
    },
  },
};

/** Requests that passed beyond those that were allowed; fewer is negative. One value a window. */
const excess = new Trend('rate_limit_excess');
const passed = new Counter('rate_limit_passed');
const refused = new Counter('rate_limit_refused');

interface Sessions {
  readonly greedy: Session;
  readonly modest: Session;
}

export function setup(): Sessions {
  return { greedy: signIn(account('USER')), modest: signIn(account('USER')) };
}

/** What is not there counts too, and costs next to nothing: many fit into a window on a slow machine. */
export function askApi({ greedy: { token } }: Sessions): void {
  const headers = { authorization: `Bearer ${token}` };
  const name = '/no-such-route';
  spendTwice({ service: 'api', name, url: apiUrl + name, params: { headers } });
}

/** The web answers this one without the API, where the same session would be counted too. */
export function askWeb({ greedy: { cookie } }: Sessions): void {
  const params = { cookies: { session: cookie }, redirects: 0 };
  spendTwice({ service: 'web', name: '/', url: `${webUrl}/`, params });
}

export function askAsUsual({ modest: { token } }: Sessions): void {
  const headers = { authorization: `Bearer ${token}` };
  const tags = tagsOf('api', { module: 'me', endpoint: '/me', kind: 'read' });
  const answer = http.get(`${apiUrl}/me`, { headers, tags });
  check(answer, {
    'another session is not refused meanwhile @PER-08/others': ({ status }) => status === 200,
  });
}

function spendTwice(place: Place): void {
  for (let window = 1; window <= WINDOWS; window += 1) {
    const burst = overspend(place);
    judge(place, burst);
    compare(place, burst);
    sleep(expectRetryAfter(place, burst));
  }
}

function judge({ service, name }: Place, burst: Burst): void {
  const tags = { service };
  excess.add(burst.passed - burst.allowed, tags);
  passed.add(burst.passed, tags);
  refused.add(burst.refused.length, tags);
  const what = `GET ${name} of ${service}`;
  if (burst.passed !== burst.allowed)
    console.warn(`${what}: expected ${burst.allowed} requests to pass in a window, observed ${burst.passed}`);
  check(
    burst,
    {
      'exactly as many requests pass in a window as are allowed @PER-08/api-max @PER-08/web-max': ({
        allowed,
      }) => burst.passed === allowed,
      'the first answer of a window tells what is left @PER-08/api-max @PER-08/web-max': ({ said }) =>
        said.left === said.max - 1,
    },
    tags,
  );
}

/** What the target says of its limit is what it is configured to; only where somebody told that. */
function compare({ service, name }: Place, { said }: Burst): void {
  const { max, windowSeconds } = configured;
  if (max === undefined || windowSeconds === undefined) return;
  if (said.max !== max || said.windowSeconds !== windowSeconds)
    console.warn(
      `GET ${name} of ${service}: configured are ${max} requests in ${windowSeconds} s, it says ${said.max} in ${said.windowSeconds} s`,
    );
  check(
    said,
    {
      'the limit is the configured one @PER-08/configured': () => said.max === max,
      'the window is the configured one @PER-08/configured': () => said.windowSeconds === windowSeconds,
    },
    { service },
  );
}
