// Shows: scenarios, groups and thresholds on tags.
import { group } from 'k6';
import http from 'k6/http';
import { check } from 'k6';

export const options = {
  scenarios: {
    browse: { executor: 'per-vu-iterations', vus: 1, iterations: 3, exec: 'browse', tags: { part: 'shop' } },
    buy: { executor: 'shared-iterations', vus: 1, iterations: 2, exec: 'buy' },
  },
  thresholds: {
    'http_reqs{scenario:browse}': ['count==3'],
    'checks{part:shop}': ['rate==1'],
    'http_reqs{scenario:buy}': ['count==4'],
  },
};
export function browse() {
  group('pages', () => {
    check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
  });
}
export function buy() {
  for (let i = 0; i < 2; i++)
    check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
}
