import { expect, test } from 'vitest';
import { scopeRegex } from './spider.ts';

test.each([
  ['http://127.0.0.1:8080', true],
  ['http://127.0.0.1:8080/', true],
  ['http://127.0.0.1:8080/a/b?c=d', true],
  ['http://127.0.0.1:8080?c=d', true],
  ['http://127.0.0.1:80801/', false],
  ['http://127.0.0.1:8080.evil.test/', false],
  ['http://127.0.0.1:8080@evil.test/', false],
  ['http://127a0b0c1:8080/', false],
  ['http://evil.test/?http://127.0.0.1:8080/', false],
  ['https://127.0.0.1:8080/', false],
])('%s is in scope: %s', (url, expected) => {
  expect(new RegExp(scopeRegex('http://127.0.0.1:8080')).test(url)).toBe(expected);
});
