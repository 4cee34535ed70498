// Shows: a passing test of the target.
import { expect, test } from 'vitest';

test('is healthy', async () => {
  expect((await fetch(`${process.env['TARGET_WEB_URL']}/healthz`)).status).toBe(200);
});
