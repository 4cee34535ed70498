// Shows: one failing test beside a passing one.
import { expect, test } from '@playwright/test';

test('is healthy', async ({ request }) => {
  expect((await request.get('/healthz')).status()).toBe(200);
});
test('has a cart', async ({ request }) => {
  expect((await request.get('/status/404')).status()).toBe(200);
});
