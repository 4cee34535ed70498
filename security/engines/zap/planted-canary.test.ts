import { expect, test } from 'vitest';
import { allRules } from '../../rules/all-rules.ts';
import { sampleExchange } from '../../rules/sample-exchange.ts';
import { mustBeNoticed, plantCanary } from './planted-canary.ts';

async function recorded() {
  await using canary = await planted();
  const answer = await fetch(canary.url);
  const body = await answer.text();
  const headers = { 'Set-Cookie': answer.headers.getSetCookie() };
  return sampleExchange({ url: `${canary.url}/`, headers, body });
}

async function planted() {
  const canary = await plantCanary();
  return { ...canary, [Symbol.asyncDispose]: () => canary.close() };
}

test('the rules notice every planted defect', async () => {
  const exchange = await recorded();
  const rules = await allRules();
  expect(() => mustBeNoticed(rules, [exchange])).not.toThrow();
});

test.each([
  ['recorded nothing', () => []],
  ['lost the body', (one: ReturnType<typeof sampleExchange>) => [{ ...one, responseBody: '' }]],
  [
    'lost the cookies',
    (one: ReturnType<typeof sampleExchange>) => [
      { ...one, responseHeaders: one.responseHeaders.filter(([name]) => name !== 'Set-Cookie') },
    ],
  ],
])('a scanner that %s counts for nothing', async (_, damage) => {
  const exchange = await recorded();
  const rules = await allRules();
  expect(() => mustBeNoticed(rules, damage(exchange))).toThrow(/did not notice the planted canary: .*Fix:/);
});

test('a missing rule is noticed too', async () => {
  const exchange = await recorded();
  const rules = (await allRules()).filter((rule) => rule.name !== 'stack-trace');
  expect(() => mustBeNoticed(rules, [exchange])).toThrow('stack-trace/shown missed in 1 recorded');
});
