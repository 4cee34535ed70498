// Shows: a file beside the script.
import http from 'k6/http';
import { check } from 'k6';

const users = JSON.parse(open('./data/users.json'));
export const options = { vus: 1, iterations: 2, thresholds: { checks: ['rate==1'] } };
export default function () {
  const answer = http.get(`${__ENV.BASE_URL}/healthz`);
  check(answer, { healthy: ({ status }) => status === 200, users: () => users.length === 2 });
}
