import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './directory-listing.rule.ts';

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  ['nginx and Apache', { body: '<title>Index of /files/</title>' }, ['shown']],
  ['Python', { body: '<title>Directory listing for /</title>' }, ['shown']],
  ['serve-index', { body: '<title>listing directory /uploads</title>' }, ['shown']],
  ['IIS', { body: '<a href="/">[To Parent Directory]</a>' }, ['shown']],
  ['an ordinary index', { body: '<title>Index of articles</title>' }, []],
  ['a refusal', { status: 403, body: '<title>Index of /</title>' }, 'does not apply'],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
