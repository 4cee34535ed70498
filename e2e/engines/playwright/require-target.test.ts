import { expect, test } from 'vitest';
import { requireTarget } from './require-target.ts';

const asking = (...details: readonly Record<string, unknown>[]) => ({
  checks: [],
  details: (event: string) => (event === 'tests.asked' ? details : []),
});
const urls = ['http://127.0.0.1:9898', 'http://127.0.0.1:9899'];

test.each([
  ['a base URL of the target', { baseUrls: ['http://localhost:9898/'], servers: [] }],
  ['no base URL of its own, and no server asked', { baseUrls: [], servers: [] }],
  ['the target asked beside others', { baseUrls: [], servers: ['http://cdn.test', 'http://127.0.0.1:9899'] }],
])('believes tests with %s', (_case, asked) => {
  expect(() => requireTarget(asking(asked), urls)).not.toThrow();
});

test('believes a Playwright that ended before it told', () => {
  expect(() => requireTarget(asking(), urls)).not.toThrow();
});

test('refuses tests that the configuration sends elsewhere, whatever else they asked', () => {
  const asked = { baseUrls: ['http://127.0.0.1:9898', 'http://127.0.0.1:3333'], servers: [urls[0]] };
  expect(() => requireTarget(asking(asked), urls)).toThrow(
    /tested was http:\/\/127\.0\.0\.1:3333 instead of http:\/\/127\.0\.0\.1:9898.*: .*baseURL.*Fix: .*--base-url http:\/\/127\.0\.0\.1:3333/,
  );
});

test('refuses tests that asked other servers only', () => {
  const asked = { baseUrls: [], servers: ['http://shop.test'] };
  expect(() => requireTarget(asking(asked), urls)).toThrow(
    /tested was http:\/\/shop\.test instead of .*Fix: /,
  );
});
