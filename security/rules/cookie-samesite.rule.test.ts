import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './cookie-samesite.rule.ts';

const sets = (cookie: string): Sample => ({ headers: { 'Set-Cookie': cookie } });

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  ['nothing', sets('session=abc; HttpOnly'), ['missing session']],
  ['an unknown word', sets('session=abc; SameSite=yes'), ['missing session']],
  ['None on a session', sets('session=abc; SameSite=None; Secure'), ['none session']],
  ['None on another cookie', sets('theme=dark; SameSite=None; Secure'), []],
  ['Lax', sets('session=abc; SameSite=lax'), []],
  ['Strict', sets('session=abc; SameSite=Strict'), []],
  ['no cookie', {}, 'does not apply'],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
