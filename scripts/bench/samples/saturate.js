import http from 'k6/http';
import { check } from 'k6';

export const options = {
  scenarios: {
    main: { executor: 'constant-vus', vus: 20, duration: `${__ENV.BENCH_SECONDS || 10}s` },
  },
};

export default function () {
  check(http.get(`${__ENV.BASE_URL}/load`), { 'answers 200': (response) => response.status === 200 });
}
