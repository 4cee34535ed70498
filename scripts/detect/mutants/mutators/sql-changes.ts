import type { Change } from '../mutant.ts';

/** Words of SQL, and what to write instead. */
const SWAPS: readonly (readonly [
  mutator: string,
  pattern: RegExp,
  instead: (found: string) => readonly string[],
])[] = [
  ['sql-and-or', /\band\b/gi, () => ['or']],
  ['sql-and-or', /\bor\b(?! replace)/gi, () => ['and']],
  ['sql-order', /\bdesc\b/gi, () => ['asc']],
  ['sql-order', /\basc\b/gi, () => ['desc']],
  ['sql-limit', /\blimit (?=\$)/gi, () => ['limit 1 + ']],
  ['sql-compare', /(?<=[\w")] )(?:<=|>=|<>|<|>|=)(?= [\w$'(])/g, (found) => COMPARED[found] ?? []],
  ['sql-null', /\bis not null\b/gi, () => ['is null']],
  ['sql-null', /\bis null\b/gi, () => ['is not null']],
  ['sql-distinct', /\bdistinct\b (?!from)/gi, () => ['']],
  ['sql-conflict', /\bon conflict[^`;]*? do nothing\b/gi, () => ['']],
  ['sql-lock', /\bfor (?:no key )?update(?: skip locked)?\b/gi, () => ['']],
  ['sql-returning', /\bleft join\b/gi, () => ['join']],
  ['sql-not', /\bnot (?=exists\b|in\b|\()/gi, () => ['']],
  ['sql-cascade', /\bon delete cascade\b/gi, () => ['']],
  ['sql-unique', /\bunique\b(?= *\()/gi, () => ['check (true) -- ']],
];
const COMPARED: Readonly<Record<string, readonly string[]>> = {
  '<': ['<='],
  '<=': ['<'],
  '>': ['>='],
  '>=': ['>'],
  '=': ['<>'],
  '<>': ['='],
};

/** A condition of its own, up to what ends it: dropped, it always holds. */
const WHERE =
  /\bwhere\b(?<condition>[^;`]*?)(?=\b(?:order by|group by|limit|returning|for update|union|on conflict)\b|[;`]|$)/gi;
const ORDER = /\border by\b[^;`)]*?(?=\b(?:limit|for update)\b|[;`)]|$)/gi;
/** Statements of a migration that, left out, let in more than they should. */
const STATEMENT =
  /^(?:create policy|grant|revoke|alter table \w+ (?:enable|force) row level security|create (?:unique )?index)[^;]*;/gim;

/** Where a text is SQL: all of a `.sql` file, and the template strings that begin like a statement. */
function sqlIn(file: string, text: string): readonly { readonly start: number; readonly sql: string }[] {
  if (file.endsWith('.sql')) return [{ start: 0, sql: withoutComments(text) }];
  if (!/\.[cm]?[jt]s$/.test(file)) return [];
  const strings = text.matchAll(
    /`\s*(?:select|insert into|update|delete from|with|values|where|and|order by)\b[^`]*`|'(?:select|insert into|update|delete from|with)\b[^'\n]*'/gi,
  );
  return [...strings].map((found) => ({ start: found.index, sql: found[0] }));
}

/** As long as it was. */
function withoutComments(sql: string): string {
  return sql.replace(/--[^\n]*/g, (comment) => ' '.repeat(comment.length));
}

export function sqlChanges(file: string, text: string): readonly Change[] {
  return sqlIn(file, text).flatMap(({ start, sql }) => [
    ...SWAPS.flatMap(([mutator, pattern, instead]) =>
      [...sql.matchAll(pattern)].flatMap((found) =>
        instead(found[0]).map((replacement) => changed(start, found, replacement, mutator)),
      ),
    ),
    ...[...sql.matchAll(WHERE)].map((found) => changed(start, found, always(found[0]), 'sql-where')),
    ...[...sql.matchAll(ORDER)].map((found) => changed(start, found, '', 'sql-order')),
    ...(file.endsWith('.sql')
      ? [...sql.matchAll(STATEMENT)].map((found) => changed(start, found, '', 'sql-statement'))
      : []),
  ]);
}

/** A condition that always holds, with its parameters in it: without one of them the statement would only be refused. */
function always(where: string): string {
  const condition = where.replace(/^where\b/i, '');
  return `where ((${condition.trim()}) or true)${/\s*$/.exec(condition)?.[0] ?? ''}`;
}

function changed(start: number, found: RegExpExecArray, replacement: string, mutator: string): Change {
  const from = start + found.index;
  return { start: from, end: from + found[0].length, replacement, mutator };
}
