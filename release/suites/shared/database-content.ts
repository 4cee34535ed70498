import type { Client } from 'pg';
import { PRODUCT } from './product.ts';

/** All of a database that its product's role may see, so that two can be compared. What it may not read is there by its shape only. */
export interface Content {
  /** A line for each thing that is no row: schemas, columns, keys, indexes, views, types, policies, grants, functions, roles, applied migrations. */
  readonly shape: readonly string[];
  /** By table, a digest of each row. */
  readonly rows: ReadonlyMap<string, readonly string[]>;
  /** The ids of what the product's users write. */
  readonly written: ReadonlySet<string>;
}

const OWN = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";
const SHAPE = `
  select format('table %s of %s, row-level security %s, forced %s', c.oid::regclass, pg_get_userbyid(relowner), relrowsecurity, relforcerowsecurity) as line
    from pg_class c join pg_namespace n on n.oid = relnamespace where relkind in ('r', 'p', 'v', 'm', 'S') and ${OWN}
  union all select format('column %s.%s %s %s %s', c.oid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid))
    from pg_class c join pg_namespace n on n.oid = relnamespace join pg_attribute on attrelid = c.oid left join pg_attrdef on adrelid = c.oid and adnum = attnum
    where relkind in ('r', 'p', 'v', 'm') and attnum > 0 and not attisdropped and ${OWN}
  union all select format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(k.oid))
    from pg_constraint k join pg_namespace n on n.oid = connamespace where ${OWN}
  union all select format('index %s', pg_get_indexdef(indexrelid)) || case when indisvalid then '' else ' INVALID' end
    from pg_index join pg_class c on c.oid = indexrelid join pg_namespace n on n.oid = relnamespace where ${OWN}
  union all select format('policy %s', p::text) from pg_policies p
  union all select format('trigger %s', pg_get_triggerdef(t.oid)) from pg_trigger t where not tgisinternal
  union all select format('function %s of %s: %s', f.oid::regprocedure, pg_get_userbyid(proowner), md5(pg_get_functiondef(f.oid)))
    from pg_proc f join pg_namespace n on n.oid = pronamespace where prokind in ('f', 'p') and ${OWN}
  union all select format('%s on %s granted to %s, passed on %s', privilege_type, c.oid::regclass, case grantee when 0 then 'everybody' else pg_get_userbyid(grantee) end, is_grantable)
    from pg_class c join pg_namespace n on n.oid = relnamespace, aclexplode(relacl) where ${OWN}
  union all select format('%s of %s.%s granted to %s', privilege_type, c.oid::regclass, attname, case grantee when 0 then 'everybody' else pg_get_userbyid(grantee) end)
    from pg_class c join pg_namespace n on n.oid = relnamespace join pg_attribute on attrelid = c.oid, aclexplode(attacl) where ${OWN}
  union all select format('%s of function %s granted to %s', privilege_type, f.oid::regprocedure, case grantee when 0 then 'everybody' else pg_get_userbyid(grantee) end)
    from pg_proc f join pg_namespace n on n.oid = pronamespace, aclexplode(proacl) where ${OWN}
  union all select format('schema %s of %s', nspname, pg_get_userbyid(nspowner)) from pg_namespace n where ${OWN}
  union all select format('%s of schema %s granted to %s', privilege_type, nspname, case grantee when 0 then 'everybody' else pg_get_userbyid(grantee) end)
    from pg_namespace n, aclexplode(nspacl) where ${OWN}
  union all select format('%s of the database granted to %s', privilege_type, case grantee when 0 then 'everybody' else pg_get_userbyid(grantee) end)
    from pg_database, aclexplode(datacl) where datname = current_database()
  union all select format('%s of what is made of type %s by %s granted to %s', privilege_type, defaclobjtype, pg_get_userbyid(defaclrole), case grantee when 0 then 'everybody' else pg_get_userbyid(grantee) end)
    from pg_default_acl, aclexplode(defaclacl)
  union all select format('view %s: %s', c.oid::regclass, md5(pg_get_viewdef(c.oid))) from pg_class c join pg_namespace n on n.oid = relnamespace where relkind in ('v', 'm') and ${OWN}
  union all select format('type %s: %s', enumtypid::regtype, string_agg(enumlabel, ', ' order by enumsortorder)) from pg_enum group by enumtypid
  union all select format('role %s: superuser %s, inherits %s, creates roles %s, creates databases %s, logs in %s, replicates %s, passes by row-level security %s, sets %s',
    rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconfig) from pg_roles where rolname !~ '^pg_'
  union all select format('role %s is in %s', pg_get_userbyid(member), pg_get_userbyid(roleid)) from pg_auth_members where pg_get_userbyid(member) !~ '^pg_'
  union all select format('extension %s %s', extname, extversion) from pg_extension
  order by 1`;

interface Table {
  readonly name: string;
  readonly tenants: boolean;
}
const TABLES = `
  select c.oid::regclass::text as name, exists (select from pg_attribute where attrelid = c.oid and attname = '${PRODUCT.tenantColumn}') as tenants
  from pg_class c join pg_namespace n on n.oid = relnamespace
  where relkind in ('r', 'p') and ${OWN} and has_table_privilege(c.oid, 'select') order by 1`;

/** Reads it in the transaction that is open, as the role that it has become, tenant by tenant. */
export async function readContent(client: Client): Promise<Content> {
  const shape = await client.query<{ line: string }>(SHAPE);
  const tables = await client.query<Table>(TABLES);
  const rows = new Map<string, string[]>(tables.rows.map(({ name }) => [name, []]));
  const written = new Set<string>();
  const read = async ({ name }: Table) => {
    const found = await client.query<{ digest: string }>(`select md5(t::text) as digest from ${name} t`);
    rows.get(name)?.push(...found.rows.map(({ digest }) => digest));
  };
  for (const table of tables.rows) if (!table.tenants) await read(table);
  if (rows.has(PRODUCT.tenantsTable) && rows.has(PRODUCT.written)) {
    const tenants = await client.query<{ id: string }>(`select id from ${PRODUCT.tenantsTable}`);
    for (const { id } of tenants.rows) {
      await client.query(`select set_config('${PRODUCT.setting}', $1, true)`, [id]);
      for (const table of tables.rows) if (table.tenants) await read(table);
      const ids = await client.query<{ id: string }>(`select id from ${PRODUCT.written}`);
      for (const row of ids.rows) written.add(row.id);
    }
  }
  return { shape: [...shape.rows.map(({ line }) => line), ...(await appliedAt(client))], rows, written };
}

async function appliedAt(client: Client): Promise<readonly string[]> {
  const there = await client.query('select from pg_proc where oid = to_regprocedure($1)', [PRODUCT.ledger]);
  if (there.rowCount === 0) return [];
  const { rows } = await client.query<{ name: string }>(`select ${PRODUCT.ledger} as name order by 1`);
  return rows.map(({ name }) => `migration ${name} is applied`);
}
