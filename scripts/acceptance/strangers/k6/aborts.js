// Shows: the script aborts its run.
import exec from 'k6/execution';
import http from 'k6/http';
import { check } from 'k6';

export const options = { vus: 1, iterations: 4 };
export default function () {
  check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
  exec.test.abort('no tenant');
}
