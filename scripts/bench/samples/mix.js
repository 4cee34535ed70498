import http from 'k6/http';
import { check, sleep } from 'k6';
import { Trend } from 'k6/metrics';
import exec from 'k6/execution';

export const options = {
  scenarios: {
    main: {
      executor: 'constant-arrival-rate',
      rate: Number(__ENV.BENCH_PER_SECOND || 200),
      timeUnit: '1s',
      duration: `${__ENV.BENCH_SECONDS || 60}s`,
      preAllocatedVUs: 100,
    },
  },
};

const MODULES = ['content', 'messages', 'search', 'uploads', 'workflows'];
const CALLS = MODULES.flatMap((module) => [
  { module, method: 'GET', path: `/load/${module}`, name: `/load/${module}` },
  { module, method: 'GET', path: `/load/${module}/`, name: `/load/${module}/:id` },
  { module, method: 'POST', path: `/load/${module}`, name: `/load/${module}` },
  { module, method: 'PUT', path: `/load/${module}/`, name: `/load/${module}/:id` },
]);

const size = new Trend('answer_bytes');

export default function () {
  const at = exec.scenario.iterationInTest;
  const { module, method, path, name } = CALLS[at % CALLS.length];
  const url = `${__ENV.BASE_URL}${path.endsWith('/') ? path + (at % 5000) : path}`;
  const body =
    method === 'GET' ? null : JSON.stringify({ id: at, title: `number ${at}`, labels: ['a', 'b'] });
  const response = http.request(method, url, body, {
    headers: { 'content-type': 'application/json' },
    tags: { service: 'api', module, name },
  });
  check(response, {
    'answers 200': ({ status }) => status === 200,
    'is the page': ({ body: text }) => text.includes('Bench'),
  });
  size.add(response.body.length);
  sleep(0.2 * Math.random());
}
