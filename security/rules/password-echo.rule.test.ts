import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './password-echo.rule.ts';

const form = 'email=a%40b.test&password=s3cret-Pass';
const json = { 'Content-Type': 'application/json' };

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  ['a form echoes it', { form, body: '<input value="s3cret-Pass">' }, ['echoed']],
  [
    'a field comes filled in with it',
    { form, body: '<input type="password" value="s3cret-Pass">' },
    ['echoed'],
  ],
  [
    'JSON echoes it',
    {
      sent: json,
      form: '{"user":{"newPassword":"s3cret&Pass"}}',
      headers: json,
      body: '{"got":"s3cret&Pass"}',
    },
    ['echoed'],
  ],
  ['escaped in a page', { form: 'password=a%26b%22c%27d', body: '<p>a&amp;b&quot;c&#39;d</p>' }, ['echoed']],
  ['a filled field', { body: '<input type=password value=hunter2>' }, ['filled']],
  ['a filled field with blanks around', { body: '<input type = password value = hunter2>' }, ['filled']],
  ['a filled field behind an angle', { body: '<input title="a > b" type="password" value="x">' }, ['filled']],
  ['a field in a comment', { body: '<!-- <input type="password" value="hunter2"> -->' }, 'does not apply'],
  ['an empty field', { body: '<input name="p" type="password" value="">' }, []],
  ['a login page again', { form, status: 401, body: '<input type="password"><p>Wrong password</p>' }, []],
  ['a short value that any page holds', { form: 'password=abc', body: 'abc' }, 'does not apply'],
  ['another field', { form: 'name=Hello-World', body: 'Hello-World' }, 'does not apply'],
  ['broken JSON', { sent: json, form: '{"password":', body: 'x' }, 'does not apply'],
  ['no password anywhere', {}, 'does not apply'],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
