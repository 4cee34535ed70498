// Shows: the median of an even number of values lies between the two in the middle.
import { Trend } from 'k6/metrics';
import http from 'k6/http';
import { check } from 'k6';

const items = new Trend('items');
export const options = { vus: 1, iterations: 1, thresholds: { items: ['med<150'] } };
export default function () {
  check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
  items.add(100);
  items.add(300);
}
