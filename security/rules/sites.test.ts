import { expect, test } from 'vitest';
import { carriesCredentials } from './credentials.ts';
import { originsOf, siteOf } from './sites.ts';

const sites = { web: 'https://shop.test', api: 'https://shop.test/api', admin: 'http://127.0.0.1:8080' };

test.each([
  ['https://shop.test', 'web'],
  ['https://shop.test/cart', 'web'],
  ['https://shop.test/apiary', 'web'],
  ['https://shop.test/api/me', 'api'],
  ['https://shop.test/api?x=1', 'api'],
  ['http://127.0.0.1:8080/', 'admin'],
  ['http://127.0.0.1:80801/', undefined],
  ['https://shop.test.evil.test/', undefined],
  ['http://shop.test/', undefined],
])('%s belongs to %s', (url, site) => {
  expect(siteOf(url, sites)).toBe(site);
});

test('origins are named once', () => {
  expect(originsOf(sites)).toEqual(['https://shop.test', 'http://127.0.0.1:8080']);
});

test.each([
  [{ Authorization: 'Bearer t' }, true],
  [{ cookie: 'theme=dark; session=1' }, true],
  [{ Cookie: 'theme=dark; csrf_token=1' }, false],
  [{}, false],
])('%j carries credentials: %s', (headers, expected) => {
  expect(carriesCredentials(Object.entries(headers))).toBe(expected);
});
