// Shows: a script in TypeScript.
import http from 'k6/http';
import { check } from 'k6';
import type { Options } from 'k6/options';

export const options: Options = { vus: 1, iterations: 3, thresholds: { checks: ['rate>0.99'] } };
export default function (): void {
  check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
}
