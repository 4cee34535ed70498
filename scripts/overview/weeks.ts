import { ConfigError } from '../../kernel/errors.ts';

const DAY_MS = 86_400_000;

export interface Span {
  readonly name: string;
  readonly title: string;
  /** ISO, UTC; the end is not part of it. */
  readonly from: string;
  readonly until: string;
}

/** A week of ISO 8601, `2026-W48`: from Monday on, in UTC; the first one of a year is that with its first Thursday. */
export function weekNamed(got: string): Span {
  const [, year = '', week = ''] = /^(\d{4})-W(\d\d)$/.exec(got) ?? [];
  const monday = mondayOf(Date.UTC(Number(year), 0, 4)) + (Number(week) - 1) * 7 * DAY_MS;
  if (year === '' || weekOf(new Date(monday)) !== got)
    throw new ConfigError(`--week: got "${got}"; a year and a week of it, such as ${weekOf(new Date())}`);
  return spanOf(got, monday);
}

function spanOf(name: string, monday: number): Span {
  const [from, until] = [monday, monday + 7 * DAY_MS].map((at) => new Date(at).toISOString());
  return {
    name,
    title: `Week ${Number(name.slice(6))} of ${name.slice(0, 4)}`,
    from: from ?? '',
    until: until ?? '',
  };
}

function mondayOf(time: number): number {
  return time - ((new Date(time).getUTCDay() + 6) % 7) * DAY_MS;
}

/** The week that a moment lies in. */
export function weekOf(at: Date): string {
  const monday = mondayOf(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));
  const year = new Date(monday + 3 * DAY_MS).getUTCFullYear();
  const first = mondayOf(Date.UTC(year, 0, 4));
  return `${year}-W${String(Math.round((monday - first) / (7 * DAY_MS)) + 1).padStart(2, '0')}`;
}
