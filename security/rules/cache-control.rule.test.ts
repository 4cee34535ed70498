import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './cache-control.rule.ts';

const sent = { Authorization: 'Bearer t' };
const cached = (value: string): Sample => ({ sent, headers: { 'Cache-Control': value } });

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  ['signed in by token, nothing said', { sent }, ['missing']],
  ['signed in by cookie, nothing said', { sent: { cookie: 'session=1' } }, ['missing']],
  ['an age without private', cached('max-age=60'), ['missing']],
  ['public', cached('public, max-age=60'), ['public']],
  ['s-maxage', cached('s-maxage=60'), ['public']],
  ['no-store', cached('no-store'), []],
  ['private with an age', cached('private, max-age=60'), []],
  ['no-cache', cached('No-Cache'), []],
  ['anonymous', {}, 'does not apply'],
  ['refused', { sent, status: 403 }, 'does not apply'],
  ['a style sheet', { sent, headers: { 'Content-Type': 'text/css' } }, 'does not apply'],
  ['a picture', { sent, headers: { 'Content-Type': 'image/svg+xml' }, body: '' }, 'does not apply'],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
