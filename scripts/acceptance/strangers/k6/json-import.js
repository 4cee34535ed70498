// Shows: k6 has no JSON imports: what is imported so is empty.
import users from './data/users.json';
import http from 'k6/http';
import { check } from 'k6';

export const options = { vus: 1, iterations: 2, thresholds: { checks: ['rate==1'] } };
export default function () {
  const answer = http.get(`${__ENV.BASE_URL}/healthz`);
  check(answer, { healthy: ({ status }) => status === 200, users: () => users.length === 2 });
}
