import { expect, it } from 'vitest';
import { mutated, mutantsOf } from '../mutant.ts';
import { ownChanges } from './own-changes.ts';
import { strykerChanges } from './stryker-changes.ts';

/** Every text that own mutators make of one, by mutator. */
function made(file: string, text: string): readonly string[] {
  return mutantsOf(file, text, ownChanges(file, text), true).map(
    (mutant) => `${mutant.mutator}: ${mutated(text, mutant)}`,
  );
}

it('drops and swaps conditions, orders and limits of SQL in code, and keeps the parameters', () => {
  const all = made('a.ts', 'query(`select * from runs where a = $1 and b < $2 order by at desc limit $3`);');
  expect(all).toContain(
    'sql-where: query(`select * from runs where ((a = $1 and b < $2) or true) order by at desc limit $3`);',
  );
  expect(all).toContain(
    'sql-and-or: query(`select * from runs where a = $1 or b < $2 order by at desc limit $3`);',
  );
  expect(all).toContain(
    'sql-compare: query(`select * from runs where a = $1 and b <= $2 order by at desc limit $3`);',
  );
  expect(all).toContain(
    'sql-order: query(`select * from runs where a = $1 and b < $2 order by at asc limit $3`);',
  );
  expect(all).toContain('sql-order: query(`select * from runs where a = $1 and b < $2 limit $3`);');
  expect(all).toContain(
    'sql-limit: query(`select * from runs where a = $1 and b < $2 order by at desc limit 1 + $3`);',
  );
});

it('takes no prose for SQL', () => {
  expect(made('a.ts', 'const said = `with a value and another`;')).toEqual([]);
});

it('drops policies, grants and constraints of migrations, and no index or comment', () => {
  const all = made(
    'a.sql',
    '-- is not null\ncreate table a (b text not null unique);\ngrant select on a to app;\ncreate index x on a (b desc);\ncreate policy own on a using (tenant_id = current_tenant());\n',
  );
  expect(all.filter((one) => one.startsWith('sql-policy'))).toHaveLength(2);
  expect(all.some((one) => one.includes('create table a (b text unique)'))).toBe(true);
  expect(all.some((one) => one.includes('grant all on a to app'))).toBe(true);
  expect(all.every((one) => one.includes('-- is not null') && one.includes('(b desc)'))).toBe(true);
});

it('drops values, escapes and attributes of templates, and turns their conditions', () => {
  const all = made('a.eta', '<% if (it.a) { %><a class="b" href="/<%= it.id %>"><%= it.name %></a><% } %>');
  expect(all).toEqual([
    'template-value: <% if (it.a) { %><a class="b" href="/"><%= it.name %></a><% } %>',
    'template-value: <% if (it.a) { %><a class="b" href="/<%= it.id %>"></a><% } %>',
    'template-escape: <% if (it.a) { %><a class="b" href="/<%~ it.id %>"><%= it.name %></a><% } %>',
    'template-escape: <% if (it.a) { %><a class="b" href="/<%= it.id %>"><%~ it.name %></a><% } %>',
    'template-condition: <% if (!(it.a)) { %><a class="b" href="/<%= it.id %>"><%= it.name %></a><% } %>',
    'template-condition: <% if (true) { %><a class="b" href="/<%= it.id %>"><%= it.name %></a><% } %>',
    'template-attribute: <% if (it.a) { %><a class="b"><%= it.name %></a><% } %>',
  ]);
});

it.each([
  ['const ANSWER_TIMEOUT_MS = 2500;', 'time', 'const ANSWER_TIMEOUT_MS = 50000;'],
  ['const PAGE_LIMIT = 100;', 'off-by-one', 'const PAGE_LIMIT = 101;'],
  ['z.string().max(80)', 'off-by-one', 'z.string().max(81)'],
  ["reply.header('cache-control', 'no-store');", 'header', "reply.header('x-cache-control', 'no-store');"],
  ['  await save(row);\n', 'await-missing', '  void save(row);\n'],
  ['  await save(row);\n', 'await-doubled', '  await save(row); await save(row);\n'],
  ["await query('commit');", 'transaction', "await query('rollback');"],
  ['cookie({\n  httpOnly: true,\n});', 'configuration', 'cookie({\n  \n});'],
])('changes %j: %s', (text, mutator, wanted) => {
  expect(made('a.ts', text)).toContain(`${mutator}: ${wanted}`);
});

it.each([
  ['app.get(p, { schema, onRequest: allow.user }, f);', 'app.get(p, { schema, onRequest: [] }, f);'],
  ['app.get(p, { onRequest: parts.allow.admin }, f);', 'app.get(p, { onRequest: [] }, f);'],
  ['app.get(p, { onRequest: parts.allow.admin }, f);', 'app.get(p, { onRequest: parts.allow.signedIn }, f);'],
  ['app.post(p, { onRequest: [allow.user, types] }, f);', 'app.post(p, { onRequest: [types] }, f);'],
  ['app.get(p, { schema, onRequest }, f);', 'app.get(p, { schema }, f);'],
  ["if (!may(one(a), two(b(c))))\n  throw new Failure('FORBIDDEN', 'No.');", ''],
  ["if (token === undefined) return to('/login');", ''],
  ['  await requireAdmin(request);\n', '  \n'],
  ["`where ${ownedBy('$1')} and open`", "`where (${ownedBy('$1')} or true) and open`"],
])('leaves out a rule of who may do what: %j', (text, wanted) => {
  expect(made('a.ts', text)).toContain(`access-rule: ${wanted}`);
});

it('leaves out no other refusal and no other hook', () => {
  const text =
    "if (row === undefined) throw new Failure('NOT_FOUND', 'No.');\napp.get(p, { preValidation: takeFile(1) }, f);";
  expect(made('a.ts', text).filter((one) => one.startsWith('access-rule'))).toEqual([]);
});

it('leaves comments as they are', () => {
  expect(made('a.ts', '/** LIMIT = 100; */\n// await save(row);\n')).toEqual([]);
});

it("takes Stryker's changes, in brackets where another precedence would change more", async () => {
  const text = 'export const f = (a: boolean, b: boolean): boolean => !(a || b) && a;\n';
  const changes = await strykerChanges('a.ts', text);
  const texts = mutantsOf('a.ts', text, changes, false).map((mutant) => mutated(text, mutant));
  expect(texts).toContain('export const f = (a: boolean, b: boolean): boolean => (a || b) && a;\n');
  expect(texts).toContain('export const f = (a: boolean, b: boolean): boolean => (!(a || b) || a);\n');
  expect(texts).toContain('export const f = (a: boolean, b: boolean): boolean => true;\n');
});
