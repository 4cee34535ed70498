import http from 'k6/http';
import { check } from 'k6';

export const options = {
  scenarios: {
    main: {
      executor: 'constant-arrival-rate',
      rate: Number(__ENV.BENCH_PER_SECOND || 100),
      timeUnit: '1s',
      duration: `${__ENV.BENCH_SECONDS || 10}s`,
      preAllocatedVUs: 100,
    },
  },
};

export default function () {
  check(http.get(`${__ENV.BASE_URL}/load`), { 'answers 200': (response) => response.status === 200 });
}
