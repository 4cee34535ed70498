// Shows: an exception in each iteration: k6's exit code is 0.
import http from 'k6/http';
import { check } from 'k6';

export const options = { vus: 1, iterations: 4 };
export default function () {
  check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
  throw new Error('half written');
}
