// Shows: every request goes to another server than the one that is named.
import http from 'k6/http';
import { check } from 'k6';

export const options = { vus: 1, iterations: 3, thresholds: { checks: ['rate==1'] } };
export default function () {
  check(http.get(`${__ENV.OTHER_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
}
