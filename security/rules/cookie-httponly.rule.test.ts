import { expect, test } from 'vitest';
import { type Sample, sampleExchange, variantsIn } from './sample-exchange.ts';
import rule from './cookie-httponly.rule.ts';

const sets = (...cookies: readonly string[]): Sample => ({ headers: { 'Set-Cookie': cookies } });

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  ['a session without it', sets('session=abc; Path=/; SameSite=Lax'), ['missing session']],
  ['one of two', sets('a=1; HttpOnly', 'connect.sid=2'), ['missing connect.sid']],
  ['with it', sets('session=abc; httponly'), []],
  ['a CSRF token, which scripts must read', sets('XSRF-TOKEN=abc; SameSite=Lax'), []],
  ['a deletion by age', sets('session=; Max-Age=0'), 'does not apply'],
  ['a deletion by date', sets('session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'), 'does not apply'],
  ['an age that browsers do not understand', sets('session=abc; Max-Age=soon'), ['missing session']],
  ['an empty age', sets('session=abc; Max-Age='), ['missing session']],
  ['a cookie without a name, whose value is not told', sets('s3cret'), ['missing (without a name)']],
  ['no cookie', {}, 'does not apply'],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});

test.each([
  ['session', 5.3],
  ['access_token', 5.3],
  ['theme', 3.1],
])('weighs the cookie %s with %d', (name, severity) => {
  expect(rule.problems(sampleExchange(sets(`${name}=1`)))[0]?.severity).toBe(severity);
});
