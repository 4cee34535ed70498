import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './frame-protection.rule.ts';

const csp = (policy: string): Sample => ({ headers: { 'Content-Security-Policy': policy } });

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  ['nothing', {}, ['missing']],
  ['a policy that says nothing of frames', csp("default-src 'self'"), ['missing']],
  ['a policy that lets anyone', csp('frame-ancestors *'), ['missing']],
  ['the withdrawn ALLOW-FROM', { headers: { 'X-Frame-Options': 'ALLOW-FROM https://a.test' } }, ['missing']],
  [
    'frame-ancestors in the page, where it does not count',
    { body: `<meta http-equiv="Content-Security-Policy" content="frame-ancestors 'none'">` },
    ['missing'],
  ],
  [
    'an open policy overrules X-Frame-Options',
    { headers: { 'X-Frame-Options': 'DENY', 'Content-Security-Policy': 'frame-ancestors https:' } },
    ['missing'],
  ],
  ["frame-ancestors 'none'", csp("default-src 'self'; frame-ancestors 'none'"), []],
  ['frame-ancestors with a host', csp('frame-ancestors https://portal.test'), []],
  ['X-Frame-Options: deny', { headers: { 'X-Frame-Options': 'deny' } }, []],
  ['X-Frame-Options: SAMEORIGIN', { headers: { 'X-Frame-Options': 'SAMEORIGIN' } }, []],
  ['a redirect', { status: 303 }, 'does not apply'],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
