import { expect, test } from 'vitest';
import { bucketAt } from '../../../../../kernel/load-evidence.ts';
import { gaussian } from '../testing/random.ts';
import { Bucket } from './bucket.ts';
import { endpointOf } from './endpoints.ts';

const DAY_MS = 24 * 3600 * 1000;
const [PER_SECOND, ENDPOINTS] = [200, 40];
/** What a journal's line has beside its event: number, time, type and two hashes. */
const LINE_BYTES = 270;

/** Endpoint k is asked a share of 1 / (k + 3); latencies are log-normal (σ 0.7), one request in 200 fails. */
function bucketOf(stretch: { fromMs: number; untilMs: number }, seed: number): Bucket {
  const random = gaussian(seed);
  const bucket = new Bucket(stretch);
  const shares = Array.from({ length: ENDPOINTS }, (_, index) => 1 / (index + 3));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const requests = (PER_SECOND * (stretch.untilMs - stretch.fromMs)) / 1000;
  for (const [index, share] of shares.entries()) {
    const name = `/api/module-${index % 7}/things-${index}/:id/parts`;
    const endpoint = bucket.requests(
      endpointOf({ service: 'api', module: `module-${index % 7}`, method: 'POST', name }),
    );
    const count = Math.round((requests * share) / total);
    endpoint.errors = Math.floor(count / 200);
    for (let at = 0; at < count; at++) endpoint.latencies.record((5 + 3 * index) * Math.exp(0.7 * random()));
  }
  return bucket;
}

test('a day of 200 requests a second to 40 endpoints needs less than 7.5 MB of buckets', () => {
  const widths = new Map<number, number>();
  for (let atMs = 0; atMs < DAY_MS; atMs = bucketAt(atMs).untilMs) {
    const { fromMs, untilMs } = bucketAt(atMs);
    widths.set(untilMs - fromMs, (widths.get(untilMs - fromMs) ?? 0) + 1);
  }
  expect([...widths.values()]).toEqual([60, 110, 264]);
  const bytes = [...widths].map(([widthMs, count]) => {
    const line = JSON.stringify(bucketOf({ fromMs: 0, untilMs: widthMs }, widthMs).toEvidence()).length;
    return count * (line + LINE_BYTES);
  });
  const megabytes = bytes.reduce((sum, one) => sum + one, 0) / 1e6;
  expect(megabytes).toBeLessThan(7.5);
});
