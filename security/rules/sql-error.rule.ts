import { hasText } from './exchange.ts';
import { readableText } from './html.ts';
import { defineRule } from './rule.ts';

/** Sentences that only a database or its driver says. */
const SENTENCES = [
  /syntax error at or near "/i,
  /invalid input syntax for (?:type )?(?:uuid|integer|bigint|numeric|json)\b/i,
  /duplicate key value violates unique constraint "/i,
  /(?:relation|column) "[\w.]{1,100}" does not exist/i,
  /new row violates row-level security policy/i,
  /SQLSTATE\[\w{5}\]/,
  /org\.postgresql\.util\.PSQLException|java\.sql\.SQLException|PG::\w{3,40}Error|psycopg2?\.errors\./,
  /You have an error in your SQL syntax/i,
  /Duplicate entry '.{1,100}' for key '/,
  /Unclosed quotation mark after the character string/i,
  /Microsoft OLE DB Provider for SQL Server|SqlException: /,
  /\bORA-\d{5}: /,
  /\bSQLITE_(?:ERROR|CONSTRAINT|MISUSE)\b|near ".{1,60}": syntax error/,
  /Invalid `prisma\.\w{1,60}\.\w{1,60}\(\)` invocation/,
];

export default defineRule({
  name: 'sql-error',
  proves: ['SEC-08/leaks'],
  needs: 'an answer with text',
  applies: hasText,
  problems(exchange) {
    const text = readableText(exchange.responseBody);
    if (!SENTENCES.some((sentence) => sentence.test(text))) return [];
    return [
      {
        variant: 'shown',
        severity: 6.5,
        cwe: 209,
        title: "The answer shows a database's error",
        fix: 'Catch database errors and answer with a code; pass values as parameters, never inside the SQL text.',
      },
    ];
  },
});
