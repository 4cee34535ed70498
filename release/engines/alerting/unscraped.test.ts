import { expect, test } from 'vitest';
import { unscraped } from './unscraped.ts';

const job = { name: 'api', interval: '15s', path: '/metrics', isAuthorized: true };
const part = { name: 'api', url: 'http://127.0.0.1:4000/metrics', token: 'hush' };

test('a part is scraped where its metrics are, with a token, every 15 s', () => {
  expect(unscraped([job], [part])).toEqual([]);
  const { token: _, ...open } = part;
  expect(unscraped([{ ...job, isAuthorized: false }], [open])).toEqual([]);
});

test.each([
  [{ interval: '1m' }, 'scrape_interval of api is 1m'],
  [{ name: 'apis' }, 'there is no job api'],
  [{ path: '/metric' }, 'metrics_path of api is /metric, its metrics are at /metrics'],
  [{ isAuthorized: false }, 'api is asked without a token'],
])('a job with %o is told', (wrong, told) => {
  expect(unscraped([{ ...job, ...wrong }], [part])).toEqual([told]);
});
