import { PRODUCT } from './product.ts';
import { quote, type Session } from './sql.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly defaults: boolean;
  readonly generated: boolean;
  /** Of an enum: its labels. */
  readonly labels: readonly string[] | null;
}
export interface Key {
  readonly name: string;
  readonly columns: readonly string[];
  readonly partial: boolean;
}
export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly table: string;
  readonly referenced: readonly string[];
}
interface Check {
  readonly name: string;
  readonly columns: readonly string[];
  readonly says: string;
}
export interface Policy {
  readonly name: string;
  readonly command: string;
  readonly permissive: boolean;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}
/** A table, view or the like, as it is in the database. */
export interface Relation {
  readonly name: string;
  /** `r`: a table; `p`: one of partitions. */
  readonly kind: string;
  /** Whether it is the role's own. */
  readonly owned: boolean;
  readonly secured: boolean;
  readonly forced: boolean;
  readonly columns: readonly Column[];
  readonly keys: readonly Key[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly policies: readonly Policy[];
  /** What the role may: `SELECT`, and `UPDATE name` of a column where it may not of all. */
  readonly privileges: readonly string[];
}

/** Postgres before 17 knows all of them but `MAINTAIN`, which is no right to read or write. */
export const WHOLE = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'];
const OF_COLUMNS = ['SELECT', 'INSERT', 'UPDATE', 'REFERENCES'];

const namesOf = (numbers: string, of: string) =>
  `(select json_agg(attname order by place) from unnest(${numbers}) with ordinality as n (number, place)
    join pg_attribute on attrelid = ${of} and attnum = number)`;

/** Every relation that is none of Postgres' own, with what that role may of it; or one of them. */
export async function relationsOf(
  session: Session,
  role: string,
  only?: string,
): Promise<readonly Relation[]> {
  const as = quote(role);
  const list = (names: readonly string[]) => `unnest(array[${names.map(quote).join()}])`;
  const rows = await session.do(`
    select c.oid::regclass::text as name, c.relkind as kind, c.relowner = to_regrole(${as}) as owned, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
      coalesce((select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, null), 'required', attnotnull,
          'defaults', atthasdef or attidentity <> '', 'generated', attgenerated <> '',
          'labels', (select json_agg(enumlabel order by enumsortorder) from pg_enum where enumtypid = atttypid)) order by attnum)
        from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped), '[]') as columns,
      coalesce((select json_agg(json_build_object('name', indexrelid::regclass::text, 'partial', indpred is not null,
          'columns', ${namesOf('indkey::int2[]', 'c.oid')}) order by not indisprimary, indexrelid::regclass::text)
        from pg_index where indrelid = c.oid and indisunique and indexprs is null), '[]') as keys,
      coalesce((select json_agg(json_build_object('name', conname, 'columns', ${namesOf('conkey', 'conrelid')},
          'table', confrelid::regclass::text, 'referenced', ${namesOf('confkey', 'confrelid')}) order by conname)
        from pg_constraint where conrelid = c.oid and contype = 'f'), '[]') as "foreignKeys",
      coalesce((select json_agg(json_build_object('name', conname, 'columns', ${namesOf('conkey', 'conrelid')},
          'says', pg_get_constraintdef(oid)) order by conname)
        from pg_constraint where conrelid = c.oid and contype = 'c'), '[]') as checks,
      coalesce((select json_agg(json_build_object('name', policyname, 'command', cmd, 'permissive', permissive = 'PERMISSIVE',
          'roles', roles, 'using', qual, 'check', with_check) order by policyname)
        from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname), '[]') as policies,
      coalesce((select json_agg(p order by p) from (
        select p from ${list(WHOLE)} p where has_table_privilege(${as}, c.oid, p)
        union all select p || ' WITH GRANT OPTION' from ${list(WHOLE)} p
          where has_table_privilege(${as}, c.oid, p || ' WITH GRANT OPTION')
        union all select p || ' ' || attname from ${list(OF_COLUMNS)} p, pg_attribute where attrelid = c.oid and attnum > 0
          and not attisdropped and has_column_privilege(${as}, c.oid, attname, p) and not has_table_privilege(${as}, c.oid, p)
      ) all_of_them), '[]') as privileges
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      ${only === undefined ? '' : `and c.oid = ${quote(only)}::regclass`}
    order by 1`);
  return rows as unknown as readonly Relation[];
}

/** Whether it is a table of which each row is a tenant's. */
export const isTenants = ({ kind, columns }: Relation): boolean =>
  (kind === 'r' || kind === 'p') && columns.some((column) => column.name === PRODUCT.tenantColumn);
