import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderDocument } from '../../reports/drawing/document.ts';
import { comparePage } from '../../reports/home/compare-page.ts';
import { homePage, STANDS, type Home } from '../../reports/home/home-page.ts';
import { groupOf, type RunRow } from '../../reports/home/run-row.ts';
import { standsOf } from '../../reports/home/stands.ts';
import { compareRuns, type RunsCompared } from '../../reports/model/compare-runs.ts';
import type { Places } from '../session/point-latest.ts';
import { readSummary } from './look-at-run.ts';
import { indexedRuns, NEWEST, type Looks } from './run-index.ts';

export interface MadeHome {
  /** The page. */
  readonly file: string;
  readonly rows: readonly RunRow[];
}

export function homeFile({ reports }: Places): string {
  return join(reports, 'runs', 'index.html');
}

/** Makes the page of all runs, and of each stage the page that compares its newest run with the one before. */
export async function makeHome(looks: Looks, now = new Date()): Promise<MadeHome> {
  const { places } = looks;
  const rows = indexedRuns(looks);
  const compared = comparisons(
    places,
    rows.filter(({ detection }) => detection === undefined),
  );
  const pages = await newestPages(places, rows, compared, now);
  const home: Home = { rows, shown: NEWEST, compared, pages, now };
  const file = homeFile(places);
  writeFileSync(file, await renderDocument(homePage(home)));
  return { file, rows };
}

/** Each of the runs that are shown with the one before it of the same stage, environment and branch; only those that count. */
function comparisons(places: Places, rows: readonly RunRow[]): ReadonlyMap<string, RunsCompared> {
  const sealed = rows.filter((row) => row.state === 'sealed' && row.reported && groupOf(row) !== undefined);
  const alike = Map.groupBy(sealed, (row) => JSON.stringify([groupOf(row), row.branch]));
  const shown = new Set(rows.slice(0, NEWEST).map(({ id }) => id));
  const read = (id: string) => readSummary(join(places.reports, 'runs', id), id);
  const pairs = [...alike.values()].flatMap((own) =>
    own.flatMap((row, at) => {
      const before = own[at + 1];
      return before === undefined || !shown.has(row.id) ? [] : [[before.id, row.id] as const];
    }),
  );
  const summaries = new Map([...new Set(pairs.flat())].map((id) => [id, read(id)]));
  return new Map(
    pairs.flatMap(([before, after]) => {
      const [was, is] = [summaries.get(before), summaries.get(after)];
      return was === undefined || is === undefined ? [] : [[after, compareRuns(was, is)] as const];
    }),
  );
}

async function newestPages(
  places: Places,
  rows: readonly RunRow[],
  compared: ReadonlyMap<string, RunsCompared>,
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>();
  for (const { newest } of standsOf(rows).slice(0, STANDS)) {
    const own = compared.get(newest.id);
    if (own !== undefined) pages.set(newest.id, await writeComparison(places, own, [], now));
  }
  return pages;
}

/** Writes the page of a comparison. Gives its path from the page of all runs. */
export async function writeComparison(
  { reports }: Places,
  compared: RunsCompared,
  warnings: readonly string[],
  now: Date,
): Promise<string> {
  const path = join('compared', `${compared.before.id}..${compared.after.id}.html`);
  mkdirSync(join(reports, 'runs', 'compared'), { recursive: true });
  writeFileSync(join(reports, 'runs', path), await renderDocument(comparePage({ compared, warnings, now })));
  return path;
}

/** Why a comparison with that run is to be believed by nobody; undefined of one that counts. */
export function whyDoubted({ id, state, why }: RunRow): string | undefined {
  return state === 'sealed' ? undefined : `${id} does not count: ${why ?? 'it still goes on'}`;
}
