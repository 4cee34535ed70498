import { PRODUCT } from './product.ts';
import { missing } from './protection.ts';
import type { Policy, Relation } from './schema.ts';
import { name, quote } from './sql.ts';

/** One way in which a table's protection could be wrong: what is done to a copy of the schema, as its owner. */
export interface Mutant {
  readonly title: string;
  readonly sql: string;
}

/** Every way that follows from what protects that table: `role` is the product's, `tables` are all that there are. */
export function mutantsOf(table: Relation, role: string, tables: readonly Relation[]): readonly Mutant[] {
  const on = (title: string, sql: string): Mutant => ({ title, sql });
  const alter = `alter table ${table.name}`;
  return [
    on('row-level security disabled', `${alter} disable row level security`),
    on('row-level security not forced', `${alter} no force row level security`),
    on(
      'the product owns it',
      `grant create on schema public to ${name(role)}; ${alter} owner to ${name(role)}`,
    ),
    ...table.policies.flatMap((policy) => ofPolicy(table, policy)),
    ...(['select', 'insert', 'update', 'delete'] as const).map((command) =>
      on(
        `another policy for ${command} that lets everything through`,
        `create policy mutant on ${table.name} for ${command} ${command === 'insert' ? 'with check' : 'using'} (true)`,
      ),
    ),
    ...ofKeys(table),
    ...ofForeignKeys(table, tables),
    ...missing(table).map((privilege) =>
      on(`${privilege} granted`, `grant ${privilege} on ${table.name} to ${name(role)}`),
    ),
    on('everything granted to everybody', `grant all on ${table.name} to public`),
    on(
      'what is granted may be passed on',
      `grant select on ${table.name} to ${name(role)} with grant option`,
    ),
  ];
}

function ofPolicy(table: Relation, policy: Policy): readonly Mutant[] {
  const { command, using, check } = policy;
  const alter = `alter policy ${name(policy.name)} on ${table.name}`;
  const on = (what: string, sql: string): Mutant => ({ title: `policy ${policy.name}: ${what}`, sql });
  const hasUsing = command !== 'INSERT';
  const hasCheck = command !== 'SELECT' && command !== 'DELETE';
  const condition = using ?? check ?? 'true';
  const swaps = table.columns.filter(
    (one) => one.name !== PRODUCT.tenantColumn && (one.type === 'uuid' || one.type === 'text'),
  );
  const both = (by: string) =>
    `${alter} ${hasUsing ? `using (${by})` : ''} ${hasCheck ? `with check (${by})` : ''}`;
  const setting = `nullif(current_setting(${quote(PRODUCT.setting)}, true), '')`;
  return [
    on('dropped', `drop policy ${name(policy.name)} on ${table.name}`),
    ...(hasUsing ? [on('USING (true)', `${alter} using (true)`)] : []),
    ...(hasCheck ? [on('WITH CHECK (true)', `${alter} with check (true)`)] : []),
    on('true in both', both('true')),
    on('any tenant will do', both(`${name(PRODUCT.tenantColumn)} is not null`)),
    on('everything while there is no tenant', both(`${condition} or ${setting} is null`)),
    on('negated', both(`not ${condition}`)),
    on('for a role that is not the product', `${alter} to current_user`),
    on(
      'for reading only',
      `drop policy ${name(policy.name)} on ${table.name}; create policy mutant on ${table.name} for select using (${condition})`,
    ),
    ...swaps.map(({ name: column }) =>
      on(
        `${column} in the place of ${PRODUCT.tenantColumn}`,
        both(condition.replaceAll(PRODUCT.tenantColumn, `(${name(column)}::text::uuid)`)),
      ),
    ),
  ];
}

/** A key that forgets the tenant. */
function ofKeys(table: Relation): readonly Mutant[] {
  return table.keys
    .filter(
      ({ columns, partial }) => !partial && columns.includes(PRODUCT.tenantColumn) && columns.length > 1,
    )
    .flatMap((key) => {
      const rest = key.columns.filter((one) => one !== PRODUCT.tenantColumn);
      // There is one already where its ids are the primary key.
      if (table.keys.some(({ columns }) => columns.join() === rest.join())) return [];
      return [
        {
          title: `the unique key ${key.name} without the tenant`,
          sql: `create unique index mutant on ${table.name} (${rest.map(name).join()})`,
        },
      ];
    });
}

/** A foreign key that forgets the tenant, where what it points at has a key without it. */
function ofForeignKeys(table: Relation, tables: readonly Relation[]): readonly Mutant[] {
  return table.foreignKeys.flatMap((key) => {
    const pairs = key.columns
      .map((column, place) => [column, key.referenced[place] ?? ''] as const)
      .filter(([column]) => column !== PRODUCT.tenantColumn);
    if (pairs.length === 0 || pairs.length === key.columns.length) return [];
    const [from, to] = [pairs.map(([one]) => name(one)).join(), pairs.map(([, one]) => one)];
    const target = tables.find((one) => one.name === key.table);
    if (target?.keys.some(({ columns }) => columns.join() === to.join()) !== true) return [];
    const alter = `alter table ${table.name}`;
    return [
      {
        title: `the foreign key ${key.name} without the tenant`,
        sql: `${alter} drop constraint ${name(key.name)}; ${alter} add foreign key (${from}) references ${key.table} (${to.map(name).join()})`,
      },
    ];
  });
}

/** What policies ask who the tenant is: it answers wrongly. */
export function mutantsOfFunctions(functions: readonly string[], tenantId: string): readonly Mutant[] {
  return functions.flatMap((signature) => {
    const replaced = (what: string, body: string): Mutant => ({
      title: `${signature} ${what}`,
      sql: `create or replace function ${signature} returns uuid language sql stable return ${body}`,
    });
    const setting = `nullif(current_setting(${quote(PRODUCT.setting)}, true), '')::uuid`;
    return [
      replaced('answers always the same tenant', `${quote(tenantId)}::uuid`),
      replaced('answers none', 'null::uuid'),
      replaced('answers some tenant where there is none', `coalesce(${setting}, ${quote(tenantId)}::uuid)`),
    ];
  });
}
