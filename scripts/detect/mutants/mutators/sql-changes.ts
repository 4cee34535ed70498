import type { Change } from '../mutant.ts';
import { always, blanked, changesBy, nothing, type Rule } from './found.ts';

const COMPARED: Readonly<Record<string, readonly string[]>> = {
  '<': ['<='],
  '<=': ['<'],
  '>': ['>='],
  '>=': ['>'],
  '=': ['<>'],
  '<>': ['='],
};
/** What ends a condition or an order. */
const END = String.raw`(?=\b(?:order by|group by|limit|returning|for update|for no key|union|on conflict)\b|[;\x60]|$)`;

const RULES: readonly Rule[] = [
  { mutator: 'sql-and-or', pattern: /\band\b/gi, instead: always('or') },
  { mutator: 'sql-and-or', pattern: /\bor\b(?! replace)/gi, instead: always('and') },
  { mutator: 'sql-order', pattern: /\bdesc\b/gi, instead: always('asc') },
  { mutator: 'sql-order', pattern: /\basc\b/gi, instead: always('desc') },
  {
    mutator: 'sql-order',
    pattern: new RegExp(String.raw`\border by\b[^;\x60)]*?${END}`, 'gi'),
    instead: nothing,
  },
  { mutator: 'sql-limit', pattern: /\blimit (?=[$\d])/gi, instead: always('limit 1 + ') },
  { mutator: 'sql-limit', pattern: /\blimit (?:\$\d+(?:::\w+)?|\d+)/gi, instead: nothing },
  {
    mutator: 'sql-compare',
    pattern: /(?<=[\w")] )(?:<=|>=|<>|<|>|=)(?= [\w$'(])/g,
    instead: ([found]) => COMPARED[found] ?? [],
  },
  {
    mutator: 'sql-where',
    pattern: new RegExp(String.raw`\bwhere\b[^;\x60]*?${END}`, 'gi'),
    instead: ([found]) => [holding(found)],
  },
  { mutator: 'sql-null', pattern: /\bis not null\b/gi, instead: always('is null') },
  { mutator: 'sql-null', pattern: /\bis null\b/gi, instead: always('is not null') },
  { mutator: 'sql-distinct', pattern: /\bdistinct (?!from|on)/gi, instead: nothing },
  { mutator: 'sql-conflict', pattern: /\bon conflict[^`;]*? do nothing\b/gi, instead: nothing },
  {
    mutator: 'sql-lock',
    pattern: /\bfor (?:no key )?(?:update|share)(?: skip locked)?\b/gi,
    instead: nothing,
  },
  { mutator: 'sql-lock', pattern: /\bskip locked\b/gi, instead: nothing },
  { mutator: 'sql-join', pattern: /\bleft join\b/gi, instead: always('join') },
  { mutator: 'sql-not', pattern: /\bnot (?=exists\b|in\b|\()/gi, instead: nothing },
  {
    mutator: 'sql-interval',
    pattern: /(?<=interval ')\d+(?= )/gi,
    instead: ([found]) => [String(Number(found) * 10)],
  },
];

/** What, left out of a migration, lets in or out more than it should. Indexes that only make it quick are none of it. */
const MIGRATION_RULES: readonly Rule[] = [
  {
    mutator: 'sql-policy',
    pattern: /^(?:create policy|alter table \w+ (?:enable|force) row level security)[^;]*;/gim,
    instead: nothing,
  },
  { mutator: 'sql-policy', pattern: / with check \([^;]*\)(?=;)/gi, instead: nothing },
  {
    mutator: 'sql-policy',
    pattern: /(?<=using \()tenant_id = current_tenant\(\)/gi,
    instead: always('true'),
  },
  { mutator: 'sql-grant', pattern: /(?<=^grant )[^;]*?(?= on )/gim, instead: always('all') },
  { mutator: 'sql-grant', pattern: /^grant[^;]*;/gim, instead: nothing },
  { mutator: 'sql-constraint', pattern: / not null\b/gi, instead: nothing },
  {
    mutator: 'sql-constraint',
    pattern: / check \((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/gi,
    instead: nothing,
  },
  { mutator: 'sql-constraint', pattern: / unique(?=,)/gi, instead: nothing },
  { mutator: 'sql-constraint', pattern: /,\s*unique \([^)]*\)/gi, instead: nothing },
  { mutator: 'sql-constraint', pattern: / references \w+ \([^)]*\)/gi, instead: nothing },
  { mutator: 'sql-constraint', pattern: / on delete cascade\b/gi, instead: nothing },
  { mutator: 'sql-default', pattern: / default (?:'[^']*'|\d+|[\w.]+\(\))/gi, instead: nothing },
];

/** What a text of SQL in a file of code begins like. */
const STATEMENT =
  /`\s*(?:select\b|insert into\b|update \w+ |delete from\b|with \w+ as\b|values \(|where\b|and \w+ |order by\b|limit\b)[^`]*`|'(?:select|insert into|update \w+|delete from) [^'\n]*'/g;

/** Changes of the SQL in a file: all of a `.sql` file, and the strings of code that begin like a statement. */
export function sqlChanges(file: string, text: string): readonly Change[] {
  if (file.endsWith('.sql')) {
    const sql = blanked(text, /--[^\n]*|create (?:unique )?index[^;]*;/g);
    return changesBy([...MIGRATION_RULES, ...RULES], sql);
  }
  return [...text.matchAll(STATEMENT)].flatMap((found) => changesBy(RULES, found[0], found.index));
}

/** A condition that always holds, with its parameters in it: without one of them the statement would only be refused. */
function holding(where: string): string {
  const condition = where.replace(/^where\b/i, '');
  return `where ((${condition.trim()}) or true)${/\s*$/.exec(condition)?.[0] ?? ''}`;
}
