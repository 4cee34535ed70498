import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './hsts.rule.ts';

const https = (value?: string): Sample => ({
  url: 'https://shop.test/page',
  headers: value === undefined ? {} : { 'Strict-Transport-Security': value },
});

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  ['https without it', https(), ['missing']],
  ['max-age=0 takes it back', https('max-age=0'), ['missing']],
  ['no max-age', https('includeSubDomains'), ['missing']],
  ['an hour', https('max-age=3600'), ['short']],
  ['a year', https('max-age=31536000; includeSubDomains'), []],
  ['a quoted age', https('max-age="31536000"'), []],
  ['plain http', {}, 'does not apply'],
  ['an address', { url: 'https://127.0.0.1:8443/' }, 'does not apply'],
  ['an IPv6 address', { url: 'https://[::1]:8443/' }, 'does not apply'],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
