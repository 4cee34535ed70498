import { randomUUID } from 'node:crypto';
import { PRODUCT } from './product.ts';
import type { Column, ForeignKey, Relation } from './schema.ts';
import { become, name, quote, type Session } from './sql.ts';

/** Text by column, as Postgres reads it whatever the type. */
export type Values = Readonly<Record<string, string | null>>;

/** A tenant with a row of a table, and the rows that this points at, by the table that they are of. */
export interface Owner {
  readonly tenantId: string;
  readonly row: Values;
  readonly parents: ReadonlyMap<string, Values>;
}

const CHECK_VIOLATION = '23514';
const TRIES = 200;

/** What may be a value of that column, likelier ones first: what its checks name, then of each length and form that checks ask for. */
function candidates({ type, labels }: Column, says: readonly string[]): readonly (() => string)[] {
  const named = says.flatMap((text) =>
    [...text.matchAll(/'((?:[^']|'')*)'/g)].map(([, one = '']) => one.replaceAll("''", "'")),
  );
  const always = (...values: readonly string[]) => values.map((value) => () => value);
  const list = type.endsWith('[]');
  if (list) return [...always(...named.map((one) => `{"${one}"}`)), ...always('{x}', '{1}', '{}')];
  if (labels !== null) return always(...labels);
  if (type === 'uuid') return [() => randomUUID()];
  if (type === 'boolean') return always('false', 'true');
  if (/^(smallint|integer|bigint|numeric|real|double precision)$/.test(type))
    return always('1', '0', '50', '1000');
  if (/^(timestamp|date|time)/.test(type)) return always('now');
  if (/^jsonb?$/.test(type)) return always('{}', '[]', '["x"]');
  if (type === 'bytea') return always('\\x00');
  if (type === 'inet') return always('127.0.0.1');
  if (type === 'interval') return always('1 second');
  return [
    ...always(...named),
    () => `x-${randomUUID()}`,
    ...always('0'.repeat(64), 'https://example.test/x', 'x@example.test', 'a', 'A1'),
  ];
}

/**
 * Makes rows that the schema takes, of any table: values by type, parents first, and where a check refuses one the next is tried. So a
 * new table needs nothing here but, at most, a form of value that no other had.
 */
export class Rows {
  readonly #tables: ReadonlyMap<string, Relation>;
  /** Which candidate of each column was taken. */
  readonly #taken = new Map<string, Map<string, number>>();
  readonly #mayAdd: (table: Relation) => boolean;
  /** Of tables that rows may not be added to those that are there are taken. */
  constructor(relations: readonly Relation[], mayAdd: (table: Relation) => boolean) {
    this.#tables = new Map(relations.map((one) => [one.name, one]));
    this.#mayAdd = mayAdd;
  }

  /** Values for another row of that tenant: its parents are these, by the table that they are of. */
  fresh(table: Relation, tenantId: string, parents: ReadonlyMap<string, Values>): Values {
    const taken = this.#taken.get(table.name);
    const values: Record<string, string | null> = {};
    for (const column of table.columns) {
      if (column.generated) continue;
      const isKey = table.keys.some(({ columns }) => columns.includes(column.name));
      if (column.defaults && !isKey && taken?.has(column.name) !== true) continue;
      const all = candidates(column, saidOf(table, column));
      const index = taken?.get(column.name) ?? 0;
      values[column.name] = (all[index % all.length] ?? (() => ''))();
    }
    const withTenant = {
      ...values,
      ...(PRODUCT.tenantColumn in values && { [PRODUCT.tenantColumn]: tenantId }),
    };
    return Object.assign(
      withTenant,
      ...table.foreignKeys.map((key) => pointing(key, parents.get(key.table), tenantId)),
    ) as Values;
  }

  /**
   * Adds one to that tenant, with its parents, and gives its values and theirs. Throws where none is taken, with what the database
   * said. Undefined where none may be added, and there is none, and where no form is known that its checks take.
   */
  async rowOf(session: Session, table: Relation, tenantId: string): Promise<Owner | undefined> {
    if (!this.#mayAdd(table)) return this.#existing(session, table, tenantId);
    const parents = new Map<string, Values>();
    for (const key of table.foreignKeys) {
      const parent = this.#tables.get(key.table);
      if (parent === undefined || key.table === PRODUCT.tenantsTable || key.table === table.name) continue;
      const at = await this.rowOf(session, parent, tenantId);
      if (at === undefined) return undefined;
      parents.set(key.table, at.row);
    }
    const taken = this.#taken.get(table.name) ?? new Map<string, number>();
    this.#taken.set(table.name, taken);
    let said = '';
    for (let tries = 0; tries < TRIES; tries += 1) {
      const row = this.fresh(table, tenantId, parents);
      const tried = await session.try(become(tenantId), insertion(table, row));
      if (tried.refused === undefined) {
        await session.do(`${become(tenantId)};\n${insertion(table, row)}`);
        return { tenantId, row, parents };
      }
      said = `${tried.refused} ${tried.why}`;
      const check = table.checks.find((one) => tried.why.includes(`"${one.name}"`));
      if (tried.refused !== CHECK_VIOLATION || check === undefined) break;
      next(taken, check.columns, table);
    }
    if (said.startsWith(CHECK_VIOLATION)) return undefined;
    throw new Error(`no row of ${table.name} could be made: ${said}. Give its type or form in rows.ts.`);
  }

  async #existing(session: Session, table: Relation, tenantId: string): Promise<Owner | undefined> {
    const columns = table.columns
      .filter(({ generated }) => !generated)
      .map((one) => `${name(one.name)}::text`);
    const tried = await session.try(
      become(tenantId),
      `select ${columns.join()} from ${table.name} where ${name(PRODUCT.tenantColumn)} = ${quote(tenantId)} limit 1`,
    );
    const row = tried.refused === undefined ? (tried.rows[0] as Values | undefined) : undefined;
    return row && { tenantId, row, parents: new Map() };
  }
}

/** Counts on through the candidates of the columns that a check names, as the wheels of a counter do. */
function next(taken: Map<string, number>, columns: readonly string[], table: Relation): void {
  for (const column of columns) {
    const of = table.columns.find((one) => one.name === column);
    const { length } = of === undefined ? [] : candidates(of, saidOf(table, of));
    const index = (taken.get(column) ?? (of?.defaults === true ? -1 : 0)) + 1;
    taken.set(column, index >= length ? 0 : index);
    if (index < length) return;
  }
}

const saidOf = ({ checks }: Relation, { name: column }: Column) =>
  checks.filter(({ columns }) => columns.includes(column)).map(({ says }) => says);

/** The columns of a foreign key, with what they must be to point at that row; at nothing where there is none. */
export function pointing(
  { columns, referenced, table }: ForeignKey,
  at: Values | undefined,
  tenantId: string,
): Values {
  return Object.fromEntries(
    columns.map((column, place) => {
      if (column === PRODUCT.tenantColumn || table === PRODUCT.tenantsTable) return [column, tenantId];
      return [column, at?.[referenced[place] ?? ''] ?? null];
    }),
  );
}

export function insertion({ name: table }: Relation, values: Values): string {
  const columns = Object.keys(values);
  return `insert into ${table} (${columns.map(name).join()}) values (${columns.map((one) => quote(values[one] ?? null)).join()})`;
}

/** A condition that only that row fulfils. */
export function isRow({ keys, columns }: Relation, values: Values): string {
  const key = keys.find(
    (one) => !one.partial && one.columns.every((column) => values[column] != null),
  )?.columns;
  const used = key ?? columns.map((one) => one.name).filter((one) => values[one] != null);
  return used.map((column) => `${name(column)} = ${quote(values[column] ?? null)}`).join(' and ');
}
