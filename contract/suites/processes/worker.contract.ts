import { expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { clientOf, expectRefusal, expectStatus, signIn } from '../shared/client.ts';
import { startOf } from '../shared/launch.ts';

const { apiUrl, accounts } = binding();
const { WORKER_URL: url = '', SCRAPE_TOKEN: token = '' } = startOf('api').env;

test('what the worker itself tells of its jobs is for the scraper alone: not for an admin, or a token that is almost right @SEC-10/metrics-workers', async () => {
  const told = await clientOf(url, token).get('/metrics');
  expectStatus(told, 200);
  expect(told.bytes.toString(), told.what).toContain('# TYPE queue_depth');
  const admin = await signIn(apiUrl, accounts.admin);
  for (const wrong of [undefined, admin.token, token.slice(0, -1), `${token}x`, token.toUpperCase()]) {
    const answer = await clientOf(url, wrong).get('/metrics');
    expectRefusal(answer, 401, 'UNAUTHENTICATED');
    expect(answer.bytes.toString(), `${answer.what}: metrics in a refusal`).not.toContain('# TYPE');
  }
});
