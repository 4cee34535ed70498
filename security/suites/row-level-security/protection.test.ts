import { expect, test } from 'vitest';
import { needless, unprotected } from './protection.ts';
import type { Relation } from './schema.ts';

const column = (name: string, type = 'text') => ({
  ...{ name, type, required: true, defaults: false, generated: false, labels: null },
});
const table: Relation = {
  ...{ name: 'notes', kind: 'r', owned: false, secured: true, forced: true },
  columns: [column('id', 'uuid'), column('tenant_id', 'uuid'), column('title'), column('read')],
  keys: [{ name: 'notes_pkey', columns: ['id'], partial: false }],
  ...{ foreignKeys: [], checks: [], policies: [] },
  privileges: ['SELECT', 'INSERT', 'UPDATE read'],
};
const statements = [
  "query('insert into notes (id, title) values ($1, $2)')",
  'query(`update notes set read = true\n    where id = $1 returning id`)',
  "query('select title from notes')",
].join('\n');

const needlessOf = (privileges: readonly string[]) =>
  [...needless({ ...table, privileges }, statements)].map(({ what }) => /may (.*), and/.exec(what)?.[1]);

test('a privilege is needed where a statement of the product uses it', () => {
  expect(needlessOf(table.privileges)).toEqual([]);
});

test.each([
  'DELETE',
  'TRUNCATE',
  'REFERENCES',
  'TRIGGER',
  'UPDATE',
  'UPDATE title',
  'SELECT WITH GRANT OPTION',
])('%s is used by none', (privilege) => {
  expect(needlessOf([...table.privileges, privilege])).toEqual([privilege]);
});

test('a statement about a table of a longer name uses nothing of this one', () => {
  const other = statements.replaceAll('notes', 'notes_of_old');
  expect([...needless(table, other)].length).toBe(3);
});

const key = (name: string, columns: readonly string[]) => ({ name, columns, partial: false });
test.each<[what: string, change: Partial<Relation>, said: RegExp | undefined]>([
  ['as it should be', {}, undefined],
  ['without row-level security', { secured: false }, /not enabled/],
  ['not forced', { forced: false }, /not forced/],
  ["the product's own", { owned: true }, /owns the table/],
  [
    'with a key of titles across tenants',
    { keys: [...table.keys, key('notes_title', ['title'])] },
    /without the tenant/,
  ],
  ['with one of a second id', { keys: [...table.keys, key('notes_id', ['id'])] }, /without the tenant/],
  ['with one of titles in a tenant', { keys: [...table.keys, key('x', ['tenant_id', 'title'])] }, undefined],
])('a table %s', (_what, change, said) => {
  const problems = [...unprotected({ ...table, ...change })].map(({ what }) => what);
  expect(problems.length).toBe(said === undefined ? 0 : 1);
  if (said !== undefined) expect(problems[0]).toMatch(said);
});
