import { expect, test } from 'vitest';
import { adHocEnvironment } from './ad-hoc-environment.ts';

test('the base URL stays as it was written: with its path and the slash behind it', () => {
  expect(adHocEnvironment('http://127.0.0.1:4300/shop/').urls).toEqual({
    web: 'http://127.0.0.1:4300/shop/',
  });
  expect(adHocEnvironment('http://127.0.0.1:4300/shop').urls).toEqual({ web: 'http://127.0.0.1:4300/shop' });
});

test.each(['http://127.0.0.1:4300/?a=1', 'http://127.0.0.1:4300/#top'])('no base URL is %s', (url) => {
  expect(() => adHocEnvironment(url)).toThrow(/must have no query and no fragment/);
});
