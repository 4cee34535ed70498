import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './referrer-policy.rule.ts';

const policy = (value: string): Sample => ({ headers: { 'Referrer-Policy': value } });

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  ['nothing', {}, ['missing']],
  ['a word that browsers do not know', policy('none'), ['missing']],
  ['unsafe-url', policy('unsafe-url'), ['telling']],
  ['the last known word counts', policy('no-referrer, unsafe-url, brand-new'), ['telling']],
  ['no-referrer', policy('no-referrer'), []],
  ['a fallback list', policy('unsafe-url, strict-origin-when-cross-origin'), []],
  ['the policy in the page', { body: '<meta name="referrer" content="same-origin">' }, []],
  ['an answer that is no page', { headers: { 'Content-Type': 'text/css' } }, 'does not apply'],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
