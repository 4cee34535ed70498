import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './aws-key.rule.ts';

// Put together here, so that no scanner takes this file for a leak.
const id = ['AKIA', 'Q3EGRZUW7NXT5BKA'].join('');
const secret = 'abcdEFGH01'.repeat(4);

test.each<[string, Sample, readonly string[]]>([
  ['a key id', { body: `{"key":"${id}"}` }, ['id']],
  ['a temporary key id', { body: id.replace('AKIA', 'ASIA') }, ['id']],
  ['a secret', { body: `aws_secret_access_key = ${secret}` }, ['secret']],
  ['a secret in JSON', { body: `{"secretAccessKey":"${secret}"}` }, ['secret']],
  ['a presigned address', { body: `https://s3.test/f?X-Amz-Credential=${id}%2F20260101` }, []],
  ["the documentation's sample", { body: 'AKIAIOSFODNN7EXAMPLE' }, []],
  ['a longer word', { body: `X${id}` }, []],
  ['prose', { body: 'Put your AKIA key here' }, []],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
