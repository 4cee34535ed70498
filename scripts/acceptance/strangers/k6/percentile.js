// Shows: k6 interpolates between ranks: of nine times 100 and one 10,000 the p(90) is 1,090.
import { Trend } from 'k6/metrics';
import http from 'k6/http';
import { check } from 'k6';

const wait = new Trend('wait_ms', true);
export const options = { vus: 1, iterations: 1, thresholds: { wait_ms: ['p(90)<500'] } };
export default function () {
  check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
  for (let i = 0; i < 9; i++) wait.add(100);
  wait.add(10_000);
}
