import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './cookie-secure.rule.ts';

const url = 'https://shop.test/';

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  ['https without it', { url, headers: { 'Set-Cookie': 'session=1' } }, ['missing session']],
  ['https with it', { url, headers: { 'Set-Cookie': 'session=1; secure' } }, []],
  ['plain http', { headers: { 'Set-Cookie': 'session=1' } }, 'does not apply'],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
