import { expect, test } from 'vitest';
import { type Sample, sampleExchange, variantsIn } from './sample-exchange.ts';
import rule from './content-type-options.rule.ts';

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  ['a page without it', {}, ['missing']],
  ['a page with another value', { headers: { 'X-Content-Type-Options': 'sniff' } }, ['missing']],
  ['an error page without it', { status: 404 }, ['missing']],
  ['a page with it', { headers: { 'x-content-type-options': 'NoSniff' } }, []],
  ['an answer without body', { status: 204, body: '' }, 'does not apply'],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});

test.each([
  ['text/html', 4.3],
  ['application/javascript', 4.3],
  ['application/json', 3.1],
])('weighs %s with %d', (type, severity) => {
  const exchange = sampleExchange({ headers: { 'Content-Type': type } });
  expect(rule.problems(exchange)[0]?.severity).toBe(severity);
});
