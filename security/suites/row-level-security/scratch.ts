import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, readable, writable } from './probes.ts';
import { PRODUCT } from './product.ts';
import { needless, unprotected } from './protection.ts';
import { type Owner, Rows } from './rows.ts';
import { isTenants, type Relation, relationsOf } from './schema.ts';
import { become, name, type Row, Session } from './sql.ts';
import type { Mutant } from './mutants.ts';

const GRANTED = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

/**
 * The product's schema in a database of our own, made by the product's migrations, with a row of each table for two tenants. All of it
 * is one transaction that never ends well.
 */
export class Scratch {
  readonly relations: readonly Relation[];
  readonly #session: Session;
  readonly #role: string;
  readonly #rows: Rows;
  readonly #owners: ReadonlyMap<string, readonly [Owner, Owner]>;
  readonly #statements: string;
  /** The functions that policies ask, `current_tenant()`. */
  readonly functions: readonly string[];
  /** The first of the two tenants. */
  readonly tenantId: string;

  private constructor(made: {
    session: Session;
    role: string;
    relations: readonly Relation[];
    rows: Rows;
    owners: ReadonlyMap<string, readonly [Owner, Owner]>;
    statements: string;
    functions: readonly string[];
    tenantId: string;
  }) {
    this.#session = made.session;
    this.#role = made.role;
    this.relations = made.relations;
    this.#rows = made.rows;
    this.#owners = made.owners;
    this.#statements = made.statements;
    this.functions = made.functions;
    this.tenantId = made.tenantId;
  }

  /** Throws where the database is not empty: then it is not one that may be spoiled. */
  static async make(url: string, role: string, source: string, statements: string): Promise<Scratch> {
    const session = await Session.open(url);
    try {
      const [there] = await relationsOf(session, role);
      if (there !== undefined)
        throw new Error(
          `the scratch database holds ${there.name}; an empty one of ours is needed. Let \`database.scratch\` name a database that nothing else uses.`,
        );
      // What a function of the product asks of a table that only its own migrator makes is not looked at.
      await session.do('set local check_function_bodies = off');
      for (const sql of migrationsIn(source)) await session.do(sql);
      const relations = await relationsOf(session, role);
      const tables = relations.filter(isTenants);
      // They say nothing of tenants, and a form that nobody can guess would keep a new table from being tried.
      for (const { name: table, checks } of tables)
        for (const check of checks)
          await session.do(`alter table ${table} drop constraint ${name(check.name)}`);
      const rows = new Rows(relations, () => true);
      const [first, second] = [
        await newTenant(session, relations, rows),
        await newTenant(session, relations, rows),
      ];
      const owners = new Map<string, readonly [Owner, Owner]>();
      for (const table of tables) {
        const [own, other] = [
          await rows.rowOf(session, table, first),
          await rows.rowOf(session, table, second),
        ];
        if (own !== undefined && other !== undefined) owners.set(table.name, [own, other]);
      }
      await session.do(become(''));
      const functions = (await session.do(FUNCTIONS)).map((row) => String(row['signature']));
      return new Scratch({ session, role, relations, rows, owners, statements, functions, tenantId: first });
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /**
   * What is wrong with a table's protection, as it is or as a mutant makes it: looked at, and tried as the product's role, were that
   * granted everything, for else a privilege that it lacks would hide what a policy lets through.
   */
  async problemsOf(table: string, mutant?: Mutant, enough = Infinity): Promise<readonly Problem[]> {
    const problems: Problem[] = [];
    const session = this.#session;
    await session.within('mutant', async () => {
      if (mutant !== undefined)
        await session.do(mutant.sql).catch((error: unknown) => {
          throw new Error(`"${mutant.title}" of ${table} cannot be made: ${String(error)}`, { cause: error });
        });
      const [relation] = await relationsOf(session, this.#role, table);
      const owners = this.#owners.get(table);
      if (relation === undefined || owners === undefined) throw new Error(`${table} is not there`);
      for (const one of [...unprotected(relation), ...needless(relation, this.#statements)])
        problems.push(one);
      if (problems.length >= enough) return;
      await session.do(
        `grant ${GRANTED.join()} on ${table} to ${name(this.#role)}; set local role ${name(this.#role)}`,
      );
      const [own, other] = owners;
      const probed = { session, table: { ...relation, privileges: GRANTED }, rows: this.#rows, own, other };
      for (const probe of [readable, writable])
        for await (const one of probe(probed)) {
          problems.push(one);
          if (problems.length >= enough) return;
        }
    });
    return problems;
  }

  /** Those of these that nothing notices. */
  async survivors(table: string, mutants: readonly Mutant[]): Promise<readonly string[]> {
    const survivors: string[] = [];
    for (const mutant of mutants)
      if ((await this.problemsOf(table, mutant, 1)).length === 0) survivors.push(mutant.title);
    return survivors;
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

const FUNCTIONS = `
  select distinct refobjid::regprocedure::text as signature from pg_depend
  where classid = 'pg_policy'::regclass and refclassid = 'pg_proc'::regclass
    and (select pronamespace <> 'pg_catalog'::regnamespace from pg_proc where oid = refobjid)`;

function migrationsIn(source: string): readonly string[] {
  const folder = join(source, PRODUCT.migrations);
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  if (files.length === 0) throw new Error(`${folder} holds no migration (*.sql)`);
  return files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8'));
}

async function newTenant(session: Session, relations: readonly Relation[], rows: Rows): Promise<string> {
  const table = relations.find((one) => one.name === PRODUCT.tenantsTable);
  if (table === undefined) throw new Error(`the migrations make no table ${PRODUCT.tenantsTable}`);
  const made: Row = (await rows.rowOf(session, table, ''))?.row ?? {};
  return String(made['id']);
}
