import type { Row } from '../csv-rows.ts';

/** A sample for unit tests. */
export function row(
  metric: string,
  atMs: number,
  value: number,
  tags: Readonly<Record<string, string>> = {},
): Row {
  return { metric, atMs, value, tag: (name) => tags[name] ?? '' };
}
