import type { Row } from '../csv-rows.ts';

/** The columns of k6's CSV that samples of these tests use, as k6 orders them. */
export const CSV_HEADER = 'metric_name,timestamp,metric_value,method,name,scenario,extra_tags,metadata\n';

/** The line that k6 writes of a sample; `more` are further tags. */
export function csvLine(row: Row, more: Readonly<Record<string, string>> = {}): string {
  const own = ['service', 'module', 'vu'].map((name) => [name, row.tag(name)] as const);
  const extra = [...own, ...Object.entries(more)].filter(([, value]) => value !== '');
  const tags = extra.map(([name, value]) => `${name}=${value}`).join('&');
  const value = row.value.toFixed(6);
  return `${row.metric},${row.atMs},${value},${row.tag('method')},${row.tag('name')},main,${tags},\n`;
}

/** A stream of samples as so many k6 processes would have written it, each with its share of the users. */
export function splitByUser(rows: readonly Row[], parts: number): readonly (readonly Row[])[] {
  return Array.from({ length: parts }, (_, part) =>
    rows.filter((row) => Number(row.tag('vu')) % parts === part),
  );
}
