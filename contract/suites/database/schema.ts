import pg from 'pg';

/** Of every table, function and policy of the schema, how it is defined; by what it is, sorted. */
const PARTS: Readonly<Record<string, string>> = {
  tables: `select relname as name, relrowsecurity as secured, relforcerowsecurity as forced, coalesce(relacl::text, '') as grants
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  columns: `select attrelid::regclass::text || '.' || attname as name, format_type(atttypid, atttypmod) as type,
      attnotnull as required, coalesce(pg_get_expr(adbin, adrelid), '') as value, attgenerated::text as generated,
      coalesce(attacl::text, '') as grants
    from pg_attribute join pg_class on pg_class.oid = attrelid left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped`,
  constraints: `select conrelid::regclass::text || '.' || conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where connamespace = 'public'::regnamespace`,
  indexes: `select indexname as name, indexdef as definition from pg_indexes where schemaname = 'public'`,
  policies: `select tablename || '.' || policyname as name, permissive, roles::text, cmd, qual, with_check
    from pg_policies where schemaname = 'public'`,
  functions: `select proname as name, pg_get_functiondef(oid) as definition, coalesce(proacl::text, '') as grants
    from pg_proc where pronamespace = 'public'::regnamespace`,
  migrations: 'select applied_migrations() as name',
};
export type Schema = Readonly<Record<string, readonly unknown[]>>;

/** What a database holds, as whoever may sign in there can see it. */
export async function schemaAt(url: string): Promise<Schema> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const read: Record<string, readonly unknown[]> = {};
    for (const [part, sql] of Object.entries(PARTS)) read[part] = sorted((await client.query(sql)).rows);
    return read;
  } finally {
    await client.end();
  }
}

function sorted(rows: readonly unknown[]): readonly unknown[] {
  return rows
    .map((row) => JSON.stringify(row))
    .sort()
    .map((row): unknown => JSON.parse(row));
}
