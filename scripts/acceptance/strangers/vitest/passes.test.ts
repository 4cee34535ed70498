// Shows: a passing test of the target.
import { expect, test } from 'vitest';

test('is healthy', async () => {
  expect((await fetch(`${process.env['BASE_URL']}/healthz`)).status).toBe(200);
});
