import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './sql-error.rule.ts';

test.each([
  'syntax error at or near "\'"',
  '{"message":"syntax error at or near \\"FROM\\""}',
  'invalid input syntax for type uuid: &quot;x&quot;',
  'duplicate key value violates unique constraint "users_email_key"',
  'relation "public.users" does not exist',
  'new row violates row-level security policy for table "runs"',
  'SQLSTATE[42000]: Syntax error',
  'You have an error in your SQL syntax; check the manual',
  'Unclosed quotation mark after the character string',
  'ORA-01756: quoted string not properly terminated',
  'SQLITE_ERROR: near "x": syntax error',
  'Invalid `prisma.user.findMany()` invocation',
])('finds %s', (body) => {
  expect(variantsIn(rule, { body, status: 500 } satisfies Sample)).toEqual(['shown']);
});

test.each([
  'There is a syntax error in line 3.',
  'This e-mail is already taken.',
  'The relation does not exist.',
  'Learn SQL: SELECT, INSERT and their errors',
  'ORA-1 is a room',
])('finds nothing in: %s', (body) => {
  expect(variantsIn(rule, { body } satisfies Sample)).toEqual([]);
});
