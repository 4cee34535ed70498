// Shows: a run shorter than a second has the rate that it has.
import http from 'k6/http';
import { check } from 'k6';

export const options = { vus: 1, iterations: 15, thresholds: { http_reqs: ['rate>16'] } };
export default function () {
  check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
}
