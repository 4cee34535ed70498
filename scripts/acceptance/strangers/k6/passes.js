// Shows: thresholds and checks that hold.
import http from 'k6/http';
import { check } from 'k6';

export const options = {
  vus: 1,
  iterations: 4,
  thresholds: { checks: ['rate==1'], http_reqs: ['count==4'] },
};
export default function () {
  check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
}
