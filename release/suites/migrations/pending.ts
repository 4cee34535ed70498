/** What of the checkout is not applied, and what is applied and not in the checkout. */
export function comparedWith(
  applied: readonly string[],
  checkout: readonly string[],
): { readonly pending: readonly string[]; readonly unknown: readonly string[] } {
  return {
    pending: checkout.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !checkout.includes(name)),
  };
}

/** Migrations that the drill adds to those of the checkout: each takes the lock that lets nobody else in. */
export const REHEARSED = {
  '900-drill-column.sql': 'alter table workflows add column drill_note text;',
  '901-drill-index.sql': 'create index drill_notes on workflows (tenant_id, drill_note);',
} as const;

/** One that fails once it has changed something. */
export const BROKEN = {
  name: '902-drill-broken.sql',
  sql: 'alter table workflows add column drill_half text; select drill_no_such_function();',
} as const;
