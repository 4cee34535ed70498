// Shows: a threshold that ends the run.
import http from 'k6/http';
import { check } from 'k6';

export const options = {
  vus: 1,
  duration: '20s',
  thresholds: { http_req_failed: [{ threshold: 'rate<0.1', abortOnFail: true }] },
};
export default function () {
  check(http.get(`${__ENV.BASE_URL}/status/500`), { answered: (answer) => answer.status > 0 });
}
