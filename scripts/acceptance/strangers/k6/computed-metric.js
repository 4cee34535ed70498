// Shows: a metric whose name is computed.
import { Counter as Count } from 'k6/metrics';
import http from 'k6/http';
import { check } from 'k6';

const lost = ['orders', 'carts'].map((name) => new Count(`${name}_lost`));
export const options = { vus: 1, iterations: 6, thresholds: { orders_lost: ['count<5'] } };
export default function () {
  check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
  for (const one of lost) one.add(1);
}
