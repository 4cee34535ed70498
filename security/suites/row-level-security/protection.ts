import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from './probes.ts';
import { KEYS_ACROSS_TENANTS, PRODUCT } from './product.ts';
import { type Relation, WHOLE } from './schema.ts';

/** What of a tenant's table can be seen without trying it. */
export function* unprotected(table: Relation): Generator<Problem> {
  const read = (what: string): Problem => ({ aspect: 'read', what });
  if (table.owned)
    yield { aspect: 'minimum-privilege', what: 'the role owns the table: it can take its protection away' };
  if (!table.secured) yield read('row-level security is not enabled');
  if (!table.forced) yield read("row-level security is not forced: the table's owner passes it");
  for (const { name, columns } of table.keys) {
    const type = (column: string) => table.columns.find((one) => one.name === column)?.type;
    const isOwn = columns.includes(PRODUCT.tenantColumn);
    // Ids are made by chance; the first key is the primary one.
    const isId = name === table.keys[0]?.name && columns.every((one) => type(one) === 'uuid');
    if (!isOwn && !isId && !(name in KEYS_ACROSS_TENANTS))
      yield {
        aspect: 'write',
        what: `the unique key ${name} (${columns.join()}) is without the tenant: one tenant's value keeps it from another`,
      };
  }
}

/** Every statement that stands in the product's source. */
export function statementsOf(source: string): string {
  return PRODUCT.statements
    .flatMap((folder) =>
      readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(source, folder, file),
      ),
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

/** Privileges of that relation which no statement of the product uses; and those that none may ever have. */
export function* needless(relation: Relation, statements: string): Generator<Problem> {
  const table = relation.name.replace(/^public\./, '').replaceAll('"', '');
  const says = (pattern: string) =>
    new RegExp(pattern.replaceAll('TABLE', `${table}\\b`), 'i').test(statements);
  const assigned = assignments(table, statements);
  for (const privilege of relation.privileges) {
    const [kind = '', column] = privilege.split(' ');
    const uses: Readonly<Record<string, () => boolean>> = {
      SELECT: () => says('\\b(from|join|into|update)\\s+TABLE'),
      INSERT: () => says('\\binsert\\s+into\\s+TABLE'),
      DELETE: () => says('\\bdelete\\s+from\\s+TABLE'),
      UPDATE: () =>
        column === undefined
          ? relation.columns.every(({ name }) => assigned.has(name))
          : assigned.has(column),
    };
    const isUsed = !privilege.includes('GRANT OPTION') && uses[kind]?.() === true;
    if (!isUsed)
      yield {
        aspect: 'minimum-privilege',
        what: `the role may ${privilege}, and no statement of the product does`,
      };
  }
}

/** The columns that statements of the product give new values. */
function assignments(table: string, statements: string): ReadonlySet<string> {
  const update = new RegExp(
    `\\bupdate\\s+${table}\\b[^;\`]{0,60}?\\bset\\b([^;\`]*?)(?=\\bwhere\\b|\\breturning\\b|[;\`]|$)`,
    'gi',
  );
  const upsert = new RegExp(
    `\\binsert\\s+into\\s+${table}\\b[^;\`]*?\\bdo\\s+update\\s+set\\b([^;\`]*?)(?=\\bwhere\\b|\\breturning\\b|[;\`]|$)`,
    'gi',
  );
  const sets = [...statements.matchAll(update), ...statements.matchAll(upsert)].map(([, set = '']) => set);
  return new Set(sets.flatMap((set) => [...set.matchAll(/(\w+)\s*=/g)].map(([, column = '']) => column)));
}

/** Privileges of a table that the role does not have: each can be granted by mistake. */
export function missing({ privileges, columns }: Relation): readonly string[] {
  const whole = WHOLE.filter((one) => !privileges.includes(one));
  const parts = columns
    .filter(
      ({ name, generated }) =>
        !generated && !privileges.includes('UPDATE') && !privileges.includes(`UPDATE ${name}`),
    )
    .map(({ name }) => `UPDATE (${name})`);
  return [...whole, ...parts];
}
