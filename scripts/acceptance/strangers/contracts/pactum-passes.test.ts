// Shows: a contract test with pactum.
import { test } from 'vitest';
import pactum from 'pactum';

test('is healthy', async () => {
  await pactum
    .spec()
    .get(`${process.env['TARGET_WEB_URL']}/healthz`)
    .expectStatus(200)
    .expectJson({ status: 'up' });
});
