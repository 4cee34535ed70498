// Shows: a check that fails with no threshold on checks: k6's exit code is 0.
import http from 'k6/http';
import { check } from 'k6';

export const options = { vus: 1, iterations: 4 };
export default function () {
  check(http.get(`${__ENV.BASE_URL}/status/500`), { healthy: (answer) => answer.status === 200 });
}
