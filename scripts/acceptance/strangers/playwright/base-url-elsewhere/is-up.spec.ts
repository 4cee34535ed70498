// See the configuration.
import { expect, test } from '@playwright/test';

test('is up', async ({ request }) => {
  expect((await request.get('/healthz')).status()).toBe(200);
});
