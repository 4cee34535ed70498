import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { mutantsOf, mutantsOfFunctions } from './mutants.ts';
import { type Problem, readable, writable } from './probes.ts';
import { DEFINERS, PRODUCT, WITHOUT_TENANT } from './product.ts';
import { needless, statementsOf, unprotected } from './protection.ts';
import { Rows } from './rows.ts';
import { isTenants, relationsOf } from './schema.ts';
import { Scratch } from './scratch.ts';
import { become, quote, Session } from './sql.ts';

const { apiUrl, database, source, tenant, neighbour } = binding();
if (database === undefined || source === undefined || neighbour === undefined)
  throw new Error(
    'no database to look at. Give the environment `database` (as the role of the product, and a scratch database), `source` and `neighbour`.',
  );

// What there is to look at is read before tests are declared: so a new table has tests by itself.
const live = await Session.open(database.application);
await live.do('set local lock_timeout = 2000; set local statement_timeout = 20000');
const [{ role } = { role: '' }] = (await live.do('select current_user as role')) as [{ role: string }?];
const relations = await relationsOf(live, role);
const tables = relations.filter(isTenants);
const statements = statementsOf(source);
const scratch = await Scratch.make(database.scratch, role, source, statements);
afterAll(() => Promise.all([live.close(), scratch.close()]));

const rows = new Rows(relations, ({ privileges }) => privileges.includes('INSERT'));
let own = '';
let other = '';
beforeAll(async () => {
  const idOf = async (name: string) => {
    const [row] = await live.do(`select id::text from ${PRODUCT.tenantsTable} where name = ${quote(name)}`);
    if (row === undefined) throw new Error(`${PRODUCT.tenantsTable} does not know the tenant ${name}`);
    return String(row['id']);
  };
  [own, other] = [await idOf(tenant), await idOf(neighbour.tenant)];
});

const said = (problems: readonly Problem[]) => problems.map(({ what }) => what);
async function all(problems: AsyncIterable<Problem>): Promise<readonly string[]> {
  const found: Problem[] = [];
  for await (const one of problems) found.push(one);
  return said(found);
}

describe('the role of the product', () => {
  test('is what the product connects as, and nobody else connects @SEC-07/read @SEC-07/write', async () => {
    // It asks the database in order to answer, and so is connected.
    await fetch(`${apiUrl}${PRODUCT.health}`, { redirect: 'manual' });
    const sessions = await live.do(`
      select distinct usename as role from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`);
    expect(sessions, 'roles of the sessions of this database, beside ours').toEqual([{ role }]);
  });

  test('is no superuser, passes no policy, owns nothing and can become nobody else @SEC-07/minimum-privilege', async () => {
    const may = await live.do(`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
        (select count(*)::int from pg_shdepend where refobjid = r.oid and deptype = 'o') as owned,
        (select count(*)::int from pg_auth_members where member = r.oid) as roles,
        (select count(*)::int from pg_namespace n where has_schema_privilege(r.oid, n.oid, 'CREATE')) as schemas,
        has_database_privilege(r.oid, current_database(), 'CREATE') as creates,
        has_database_privilege(r.oid, current_database(), 'TEMPORARY') as temporary
      from pg_roles r where rolname = current_user`);
    const never = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
    };
    expect(may, role).toEqual([
      { ...never, owned: 0, roles: 0, schemas: 0, creates: false, temporary: false },
    ]);
  });

  test('has no privilege that no statement of the product uses @SEC-07/minimum-privilege', () => {
    const found = relations.map((one) => [one.name, said([...needless(one, statements)])] as const);
    expect(Object.fromEntries(found.filter(([, problems]) => problems.length > 0))).toEqual({});
  });

  test('runs nothing with the rights of others but what was reviewed @SEC-07/minimum-privilege', async () => {
    const functions = await live.do(`
      select oid::regprocedure::text as signature from pg_proc
      where prosecdef and pronamespace <> 'pg_catalog'::regnamespace and has_function_privilege(oid, 'EXECUTE') order by 1`);
    expect(functions.map(({ signature }) => signature)).toEqual(Object.keys(DEFINERS).sort());
  });
});

describe('the schema', () => {
  test('has no relation without a tenant but those that were reviewed, and no view past the policies @SEC-07/read @SEC-07/write', () => {
    expect(tables.length, `tables with ${PRODUCT.tenantColumn}`).toBeGreaterThan(0);
    const others = relations.filter((one) => !tables.includes(one)).map(({ name }) => name);
    expect(others).toEqual(Object.keys(WITHOUT_TENANT).sort());
  });

  test('is that of its migrations, with policies, keys and privileges: what holds for the copy holds for it @SEC-07/read @SEC-07/write', () => {
    expect(tables).toEqual(scratch.relations.filter(isTenants));
  });

  test('forces row-level security on every table of a tenant @SEC-07/read @SEC-07/write', () => {
    const found = tables.map((one) => [one.name, said([...unprotected(one)])] as const);
    expect(Object.fromEntries(found.filter(([, problems]) => problems.length > 0))).toEqual({});
  });
});

describe('a connection that never said whose it is', () => {
  test('reads and writes nothing of any table, and a tenant ends with its transaction @SEC-07/read @SEC-07/write', async () => {
    // Of a table without rows nobody could read any.
    const filled: string[] = [];
    for (const { name } of tables) {
      const tried = await live.try(become(own), `select from ${name} limit 1`);
      if (tried.refused === undefined && tried.count > 0) filled.push(name);
    }
    expect(filled, 'tables with a row of the tenant').not.toEqual([]);
    const cold = await Session.open(database.application);
    const seen = async () => {
      const found: Record<string, unknown> = {};
      for (const { name } of tables)
        for (const sql of [`select from ${name}`, `delete from ${name}`]) {
          const tried = await cold.try(sql);
          if (tried.refused === undefined && tried.count > 0) found[sql] = `${tried.count} rows`;
        }
      return found;
    };
    try {
      expect(await seen(), 'at first').toEqual({});
      await cold.do(`${become(own)}; commit; begin`);
      expect(await seen(), 'after the transaction of a tenant').toEqual({});
    } finally {
      await cold.close();
    }
  });
});

describe.each(tables.map(({ name }) => name))('%s', (name) => {
  const [table] = tables.filter((one) => one.name === name);
  if (table === undefined) throw new Error(`${name} is not there`);
  /** Undefined where there is no row to try it on: the product adds none, and there is none; or no form that its checks take is known. */
  const probe = (of: typeof readable) =>
    live.within('probe', async () => {
      const owners = [await rows.rowOf(live, table, own), await rows.rowOf(live, table, other)] as const;
      const [mine, theirs] = owners;
      if (mine === undefined || theirs === undefined) return undefined;
      return all(of({ session: live, table, rows, own: mine, other: theirs }));
    });
  let found: Promise<readonly Problem[]> | undefined;
  const unchanged = () => (found ??= scratch.problemsOf(name));
  const NONE = 'there is no row of it that could be tried on: the copy is tried alone';

  test('shows a tenant its own rows alone, cold and warm @SEC-07/read', async ({ skip }) => {
    expect((await probe(readable)) ?? skip(NONE)).toEqual([]);
  });

  test('takes of a tenant its own rows alone, and loses nothing of others @SEC-07/write', async ({
    skip,
  }) => {
    expect((await probe(writable)) ?? skip(NONE)).toEqual([]);
  });

  test('would do both by its policies, were the role granted everything @SEC-07/read @SEC-07/write', async () => {
    expect(said(await unchanged())).toEqual([]);
  });

  test('loses no part of its protection unnoticed @SEC-07/read @SEC-07/write @SEC-07/minimum-privilege', async ({
    annotate,
    skip,
  }) => {
    if ((await unchanged()).length > 0) return skip('it is not protected as it is: no change shows anything');
    const mutants = mutantsOf(table, role, relations);
    const survivors = await scratch.survivors(name, mutants);
    await annotate(
      `${mutants.length} changes of its protection, each alone, in a copy: ${mutants.length - survivors.length} noticed`,
    );
    expect(mutants.length, 'changes that were tried').toBeGreaterThan(20);
    expect(survivors, 'changes that nothing noticed').toEqual([]);
  });
});

test('no change of what policies ask goes unnoticed by any table @SEC-07/read @SEC-07/write', async ({
  annotate,
}) => {
  const mutants = mutantsOfFunctions(scratch.functions, scratch.tenantId);
  expect(mutants.length, 'changes that were tried').toBeGreaterThan(0);
  const survivors: Record<string, readonly string[]> = {};
  for (const { name } of tables) {
    const left = await scratch.survivors(name, mutants);
    if (left.length > 0) survivors[name] = left;
  }
  await annotate(`${mutants.length} changes, noticed by each of ${tables.length} tables`);
  expect(survivors, 'changes that nothing noticed').toEqual({});
});
