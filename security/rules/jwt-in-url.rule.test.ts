import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './jwt-in-url.rule.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'user-1' })}.${'aB3_'.repeat(10)}`;

test.each<[string, Sample, readonly string[]]>([
  ['in a parameter', { url: `http://shop.test/events?token=${jwt}` }, ['shown token']],
  ['in the path', { url: `http://shop.test/verify/${jwt}` }, ['shown path']],
  [
    'in a redirect',
    { status: 302, headers: { Location: `/done?access_token=${jwt}` } },
    ['shown access_token'],
  ],
  [
    'in the fragment of a redirect, which stays in the browser',
    { headers: { Location: `/done#t=${jwt}` } },
    [],
  ],
  ['an opaque parameter', { url: 'http://shop.test/reset?token=eyJhbGciOi' }, []],
  ['in a header, where it belongs', { sent: { Authorization: `Bearer ${jwt}` } }, []],
  ['a broken redirect', { headers: { Location: 'http://[' } }, []],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
