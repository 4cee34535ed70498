import type { TestCase, TestResult } from '@playwright/test/reporter';
import { beforeEach, expect, test, vi } from 'vitest';
import { baseOf, serversAskedBy } from './asked-servers.ts';

beforeEach(() => {
  vi.stubEnv('BASE_URL', 'http://127.0.0.1:9898');
  vi.stubEnv('PLAYWRIGHT_TEST_BASE_URL', 'http://127.0.0.1:9898');
  return () => void vi.unstubAllEnvs();
});

const of = (baseURL?: string) =>
  ({ parent: { project: () => ({ use: baseURL === undefined ? {} : { baseURL } }) } }) as TestCase;
const step = (title: string, subtitle?: string) => ({ category: 'pw:api', title, subtitle, steps: [] });
const asked = (test: TestCase, ...steps: readonly object[]) =>
  serversAskedBy(test, { steps } as unknown as TestResult);

test.each([
  ['Playwright 1.65', step('Navigate', '127.0.0.1:3333/cart?a=b')],
  ['Playwright 1.55', step('Navigate to "http://127.0.0.1:3333/cart"')],
  ['Playwright 1.49', step('page.goto(http://127.0.0.1:3333/cart)')],
  ['a request of 1.65', step('GET', '127.0.0.1:3333/api')],
  ['a request of 1.49', step('apiRequestContext.get(http://127.0.0.1:3333/api)')],
  [
    'a step of the test’s own',
    { category: 'test.step', title: 'pays', steps: [step('POST "127.0.0.1:3333/"')] },
  ],
])('finds the server in a step of %s', (_case, one) => {
  expect(asked(of(), one)).toEqual(['http://127.0.0.1:3333']);
});

test('takes a path as one of the base URL', () => {
  expect(asked(of(), step('Navigate', '/cart'), step('GET', 'index.html'))).toEqual([
    'http://127.0.0.1:9898',
  ]);
  expect(asked(of('http://127.0.0.1:3333'), step('Navigate to "/cart"'))).toEqual(['http://127.0.0.1:3333']);
});

test('finds none where none is asked', () => {
  expect(asked(of(), step('Navigate', 'about:blank'), step('Click', '127.0.0.1:3333/'))).toEqual([]);
  expect(asked(of(), { category: 'expect', title: 'GET 127.0.0.1:1/', steps: [] })).toEqual([]);
});

test("tells the configuration's own base URL from the one that the harness gives", () => {
  expect(baseOf(of())).toEqual({ url: 'http://127.0.0.1:9898', own: false });
  expect(baseOf(of('http://127.0.0.1:3333'))).toEqual({ url: 'http://127.0.0.1:3333', own: true });
  // What a web server of the configuration with a port sets.
  vi.stubEnv('PLAYWRIGHT_TEST_BASE_URL', 'http://localhost:9900');
  expect(baseOf(of())).toEqual({ url: 'http://localhost:9900', own: true });
});
