import { PRODUCT } from '../shared/product.ts';

/** A way in which a restored database can be wrong: what its owner does to it. The comparison must notice each, or it shows nothing. */
export const CANARIES: Readonly<Record<string, string>> = {
  'a table is missing': `drop table ${PRODUCT.written} cascade`,
  'a table has no rows': `truncate ${PRODUCT.written} cascade`,
  'one row is missing': 'delete from users where ctid = (select max(ctid) from users)',
  'one value is another': `update users set name = name || ' ' where ctid = (select max(ctid) from users)`,
  'all of it was rolled back': 'drop schema public cascade; create schema public',
  'the ledger of migrations is empty': 'truncate schema_migrations',
  'row-level security is off': `alter table ${PRODUCT.written} disable row level security`,
  'a policy is missing': `drop policy own_tenant on ${PRODUCT.written}`,
  'more is granted': `grant truncate on ${PRODUCT.written} to current_user, public`,
  'a schema is open to everybody': 'grant create on schema public to public',
  'a role is there that was not': 'create role drill_stranger',
  'an index is missing': 'drop index workflows_newest',
};
