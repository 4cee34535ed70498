import { randomUUID } from 'node:crypto';
import { PRODUCT } from './product.ts';
import { insertion, isRow, type Owner, pointing, type Rows } from './rows.ts';
import type { ForeignKey, Relation } from './schema.ts';
import { become, FORBIDDEN, name, NOTHING_THERE, quote, type Session, type Tried } from './sql.ts';

/** What of a table is not as it should be. */
export interface Problem {
  readonly aspect: 'read' | 'write' | 'minimum-privilege';
  readonly what: string;
}

export interface Probed {
  readonly session: Session;
  readonly table: Relation;
  readonly rows: Rows;
  readonly own: Owner;
  readonly other: Owner;
}

const DUPLICATE = '23505';
const told = (tried: Tried): string =>
  tried.refused === undefined ? `${tried.count} rows` : `${tried.refused} ${tried.why}`;
const tenantIs = (comparison: string, tenantId: string) =>
  `${name(PRODUCT.tenantColumn)} ${comparison} ${quote(tenantId)}`;
const numberIn = (tried: Tried): unknown => (tried.refused === undefined ? tried.rows[0]?.['n'] : undefined);

/** What of that table may be read that should not be, or may not that should: cold and warm, of its own tenant, another one, and none. */
export async function* readable({ session, table, own, other }: Probed): AsyncGenerator<Problem> {
  const problem = (what: string, tried: Tried): Problem => ({
    aspect: 'read',
    what: `${what}: ${told(tried)}`,
  });
  const count = (where: string) => `select count(*)::int as n from ${table.name} where ${where}`;
  for (const [one, stranger] of [
    [own, other],
    [other, own],
  ] as const) {
    const mine = await session.try(become(one.tenantId), count(isRow(table, one.row)));
    if (numberIn(mine) !== 1) yield problem('a tenant does not read its own row', mine);
    for (const where of [isRow(table, stranger.row), tenantIs('is distinct from', one.tenantId)]) {
      const theirs = await session.try(become(one.tenantId), count(where));
      if (numberIn(theirs) !== 0) yield problem("a tenant reads another one's rows", theirs);
    }
  }
  for (const nobody of ['', randomUUID()]) {
    const all = await session.try(become(nobody), count('true'));
    if (numberIn(all) !== 0)
      yield problem(`rows are read ${nobody === '' ? 'without a tenant' : 'by a tenant that is none'}`, all);
  }
  // By its fifth use a statement has a plan of its own, which is kept.
  const use = (tenantId: string) => `execute warm (${quote(tenantId)})`;
  const warm = await session.try(
    `prepare warm as select count(*)::int as n from ${table.name} where ${name(PRODUCT.tenantColumn)} is distinct from $1::uuid`,
    become(own.tenantId),
    ...Array.from({ length: 6 }, () => use(own.tenantId)),
    become(other.tenantId),
    use(other.tenantId),
  );
  await session.try('deallocate warm');
  if (numberIn(warm) !== 0)
    yield problem('by a statement that another tenant has used, its rows are read', warm);
}

/** What of that table may be written that should not be, or may not that should. */
export async function* writable(probed: Probed): AsyncGenerator<Problem> {
  yield* insertable(probed);
  yield* changeable(probed);
  yield* mergeable(probed);
  for (const key of probed.table.foreignKeys)
    if (key.table !== PRODUCT.tenantsTable) yield* pointable(probed, key);
}

const problem = (what: string, tried: Tried): Problem => ({
  aspect: 'write',
  what: `${what}: ${told(tried)}`,
});
const may = ({ privileges }: Relation, privilege: string): boolean => privileges.includes(privilege);
const isForbidden = (tried: Tried) => tried.refused === FORBIDDEN;
/** Refused, or without any effect. */
const isVain = (tried: Tried) => isForbidden(tried) || (tried.refused === undefined && tried.count === 0);

async function* insertable({ session, table, rows, own, other }: Probed): AsyncGenerator<Problem> {
  const foreign = insertion(table, rows.fresh(table, other.tenantId, other.parents));
  for (const [who, tenantId] of [
    ['a tenant', own.tenantId],
    ['nobody', ''],
  ] as const)
    for (const sql of [foreign, `${foreign} returning *`, `${foreign} on conflict do nothing`]) {
      const added = await session.try(become(tenantId), sql);
      if (!isForbidden(added)) yield problem(`${who} adds a row to another tenant`, added);
    }
  if (!may(table, 'INSERT')) return;
  const mine = await session.try(
    become(own.tenantId),
    insertion(table, rows.fresh(table, own.tenantId, own.parents)),
  );
  if (mine.refused !== undefined && mine.refused !== DUPLICATE)
    yield problem('a tenant adds no row of its own', mine);
}

/** The columns that the role may change. */
export const changing = ({ columns, privileges }: Relation): readonly string[] =>
  columns
    .filter(
      (one) => !one.generated && (privileges.includes('UPDATE') || privileges.includes(`UPDATE ${one.name}`)),
    )
    .map((one) => one.name);

async function* changeable({ session, table, own, other }: Probed): AsyncGenerator<Problem> {
  const columns = changing(table);
  const same = columns.map((one) => `${name(one)} = ${name(one)}`).join();
  const update = `update ${table.name} set ${same || `${name(PRODUCT.tenantColumn)} = ${name(PRODUCT.tenantColumn)}`}`;
  const remove = `delete from ${table.name}`;
  const theirs = isRow(table, other.row);
  for (const [what, sql] of [
    ['changes', `${update} where ${theirs}`],
    ['changes', `${update} where ${theirs} returning *`],
    ['deletes', `${remove} where ${theirs}`],
    ['deletes', `${remove} where ${theirs} returning *`],
  ] as const)
    for (const [who, tenantId] of [
      ['a tenant', own.tenantId],
      ['nobody', ''],
    ] as const) {
      const done = await session.try(become(tenantId), sql);
      if (!isVain(done)) yield problem(`${who} ${what} another tenant's row`, done);
    }
  // Without a condition nothing is read, and only the policy of what is done counts.
  const all = numberIn(
    await session.try(become(own.tenantId), `select count(*)::int as n from ${table.name}`),
  );
  const blunt = columns.find(
    (one) => own.row[one] !== undefined && !table.keys.some((key) => key.columns.includes(one)),
  );
  const whole = [
    ...(blunt === undefined
      ? []
      : [`update ${table.name} set ${name(blunt)} = ${quote(own.row[blunt] ?? null)}`]),
    remove,
  ];
  for (const sql of whole) {
    const done = await session.try(become(own.tenantId), sql);
    if (done.refused === undefined && done.count !== all)
      yield problem(`\`${sql}\` does not touch the tenant's ${String(all)} rows alone`, done);
    const cold = await session.try(become(''), sql);
    if (!isVain(cold)) yield problem(`\`${sql}\` without a tenant touches rows`, cold);
  }
  const away = await session.try(
    become(own.tenantId),
    `update ${table.name} set ${name(PRODUCT.tenantColumn)} = ${quote(other.tenantId)} where ${isRow(table, own.row)}`,
  );
  if (!isForbidden(away)) yield problem('a tenant gives its row to another one', away);
  if (columns.length > 0) {
    const mine = await session.try(become(own.tenantId), `${update} where ${isRow(table, own.row)}`);
    if (mine.refused !== undefined || mine.count !== 1)
      yield problem('a tenant does not change its own row', mine);
  }
  if (may(table, 'DELETE')) {
    const mine = await session.try(become(own.tenantId), `${remove} where ${isRow(table, own.row)}`);
    if (mine.refused !== NOTHING_THERE && (mine.refused !== undefined || mine.count !== 1))
      yield problem('a tenant does not delete its own row', mine);
  }
}

/** Upserts with the key of another tenant's row: refused, or that row stays as it was. */
async function* mergeable({ session, table, rows, own, other }: Probed): AsyncGenerator<Problem> {
  const look = `select md5(t::text) as n from ${table.name} t where ${isRow(table, other.row)}`;
  const before = numberIn(await session.try(become(other.tenantId), look));
  for (const key of table.keys) {
    if (key.partial || key.columns.some((one) => other.row[one] == null)) continue;
    const theirs = Object.fromEntries(key.columns.map((one) => [one, other.row[one] ?? null]));
    const set = changing(table)[0] ?? PRODUCT.tenantColumn;
    const merge = (tenantId: string) =>
      `${insertion(table, { ...rows.fresh(table, own.tenantId, own.parents), ...theirs, [PRODUCT.tenantColumn]: tenantId })}
        on conflict (${key.columns.map(name).join()}) do update set ${name(set)} = excluded.${name(set)}`;
    const own_ = await session.try(become(own.tenantId), merge(own.tenantId), become(other.tenantId), look);
    if (!isForbidden(own_) && own_.refused !== DUPLICATE && numberIn(own_) !== before)
      yield problem(`an upsert with the ${key.name} of another tenant's row changes it`, own_);
    const into = await session.try(become(own.tenantId), merge(other.tenantId));
    if (!isForbidden(into)) yield problem('an upsert into another tenant is taken', into);
  }
}

/** A row of one's own that points at another tenant's: refused as if that were not there. */
async function* pointable(
  { session, table, rows, own, other }: Probed,
  key: ForeignKey,
): AsyncGenerator<Problem> {
  const theirs = key.table === table.name ? other.row : other.parents.get(key.table);
  if (theirs === undefined) return;
  const at = pointing(key, theirs, own.tenantId);
  const immediately = 'set constraints all immediate';
  const say = `a row of a tenant points at another tenant's ${key.table} by ${key.name}`;
  if (may(table, 'INSERT')) {
    const values = { ...rows.fresh(table, own.tenantId, own.parents), ...at };
    const added = await session.try(become(own.tenantId), insertion(table, values), immediately);
    if (added.refused !== NOTHING_THERE) yield problem(say, added);
  }
  const columns = Object.keys(at).filter((one) => one !== PRODUCT.tenantColumn);
  const set = columns.map((one) => `${name(one)} = ${quote(at[one] ?? null)}`).join();
  const update = `update ${table.name} set ${set} where ${isRow(table, own.row)}`;
  if (columns.length === 0 || !columns.every((one) => changing(table).includes(one))) return;
  const changed = await session.try(become(own.tenantId), update, immediately);
  if (changed.refused !== NOTHING_THERE) yield problem(say, changed);
}
