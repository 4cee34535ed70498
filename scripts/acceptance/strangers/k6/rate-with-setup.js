// Shows: a rate is over the whole run, its set-up included.
import { sleep } from 'k6';
import http from 'k6/http';
import { check } from 'k6';

export const options = { vus: 1, iterations: 20, thresholds: { http_reqs: ['rate>12'] } };
export function setup() {
  sleep(2);
}
export default function () {
  check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
}
