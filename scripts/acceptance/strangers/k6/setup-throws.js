// Shows: a set-up that throws.
import http from 'k6/http';
import { check } from 'k6';

export const options = { vus: 1, iterations: 2 };
export function setup() {
  http.get(`${__ENV.BASE_URL}/healthz`);
  throw new Error('no tenant');
}
export default function () {
  check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
}
