// Shows: a script that is called a module.
import http from 'k6/http';
import { check } from 'k6';

export const options = { vus: 1, iterations: 3 };
export default function () {
  check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
}
