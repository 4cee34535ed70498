import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './cors.rule.ts';

const foreign = { Origin: 'https://attacker.invalid' };
const own = { Origin: 'http://shop.test:8080' };
const allow = (origin: string, credentials = false) => ({
  'Access-Control-Allow-Origin': origin,
  ...(credentials ? { 'Access-Control-Allow-Credentials': 'true' } : {}),
});
const signedIn = { Authorization: 'Bearer t' };

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  [
    'a foreign origin is reflected with credentials',
    { sent: foreign, headers: allow(foreign.Origin, true) },
    ['reflected-with-credentials'],
  ],
  ['null with credentials', { headers: allow('null', true) }, ['null-with-credentials']],
  ['everyone with credentials', { headers: allow('*', true) }, ['wildcard-with-credentials']],
  ['everyone, signed in', { sent: signedIn, headers: allow('*') }, ['open']],
  [
    'a foreign origin reflected, signed in',
    { sent: { ...foreign, ...signedIn }, headers: allow(foreign.Origin) },
    ['open'],
  ],
  ['everyone, public', { headers: allow('*') }, []],
  ['everyone, refused', { sent: signedIn, status: 401, headers: allow('*') }, []],
  ['a foreign origin gets nothing', { sent: foreign }, []],
  ['a fixed origin for a foreign one', { sent: foreign, headers: allow('https://portal.test', true) }, []],
  ['the own origin with credentials', { sent: own, headers: allow(own.Origin, true) }, []],
  ['no cross-origin request', {}, 'does not apply'],
  ['a request from the own origin', { sent: own }, 'does not apply'],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
