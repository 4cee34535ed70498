import { expect, test } from 'vitest';
import { samplesIn } from '../../../fixtures/bindings/prometheus-text.ts';
import { otherVersions, scrapedOf } from './scrape.ts';

const TEXT = `build_info{version="1.1.0"} 1
http_requests_total{method="GET",route="/me",status="200"} 10
http_requests_total{method="GET",route="/me",status="500"} 2
http_requests_total{method="GET",route="/workflows/:id",status="404"} 3
http_requests_total{method="GET",route="/metrics",status="200"} 50
http_requests_total{method="GET",route="/api/health",status="503"} 7
http_request_duration_ms_sum{route="/me"} 120
http_request_duration_ms_count{route="/me"} 12
http_request_duration_ms_sum{route="/metrics"} 999
process_resident_memory_bytes 150000000
`;

test('what users asked is counted, and nothing else', () =>
  expect(scrapedOf('api', samplesIn(TEXT))).toEqual({
    part: 'api',
    version: '1.1.0',
    requests: 15,
    errors: 2,
    refusals: 3,
    sumMs: 120,
    timed: 12,
    memoryMb: 150,
  }));

test('each part that is another version is told, and none at all too', () => {
  const api = scrapedOf('api', samplesIn(TEXT));
  const worker = scrapedOf('worker', samplesIn('x 1'));
  expect(otherVersions([api], '1.1.0')).toEqual([]);
  expect(otherVersions([api, worker], '1.0.0')).toEqual([
    'api is 1.1.0',
    'worker is a version that it does not tell',
  ]);
  expect(otherVersions([], '1.0.0')).toEqual(['no part tells which version it is']);
});
