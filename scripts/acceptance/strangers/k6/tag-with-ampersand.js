// Shows: a tag value that holds & and = stays one value: what looks like another tag in it is none.
import http from 'k6/http';
import { check } from 'k6';

export const options = { vus: 1, iterations: 4, thresholds: { 'http_req_failed{team:pay}': ['rate<0.6'] } };
export default function () {
  http.get(`${__ENV.BASE_URL}/status/500`, { tags: { team: 'pay' } });
  const answer = http.get(`${__ENV.BASE_URL}/healthz`, { tags: { from: 'a=1&team=pay' } });
  check(answer, { healthy: ({ status }) => status === 200 });
}
