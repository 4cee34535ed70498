// Shows: a passing test of the target, with a relative address.
import { expect, test } from '@playwright/test';

test('is healthy', async ({ request }) => {
  expect((await request.get('/healthz')).status()).toBe(200);
});
