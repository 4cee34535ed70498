// Shows: tests with absolute addresses of another server than the one that is named.
import { expect, test } from '@playwright/test';

test('is up', async ({ request }) => {
  expect((await request.get(`${process.env['OTHER_URL']}/healthz`)).status()).toBe(200);
});
