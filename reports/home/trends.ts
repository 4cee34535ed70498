import { column, dim, number, numbers, table } from '../drawing/fragments.ts';
import { type Html, markup } from '../drawing/html.ts';
import { sayDuration, sayValue } from '../format.ts';
import { sparkline } from '../load/sparkline.ts';
import type { RunRow } from './run-row.ts';
import { counted, type Stand } from './stands.ts';

/** Something that each run measures. */
interface Measure {
  readonly name: string;
  readonly of: (row: RunRow) => number | undefined;
  readonly say: (value: number) => string;
  /** As a reader who does not see the line is told. */
  readonly unit: string;
  readonly limit?: string | undefined;
  readonly better: 'more' | 'less';
}

/** So many runs a line is drawn through. */
const DRAWN = 30;

/** What the runs of a stage measured, as one line each: only runs that count. */
export function trendsOf({ name, branch, rows }: Stand): Html | undefined {
  const own = counted(rows).slice(0, DRAWN).toReversed();
  const measures = measuresOf(own).filter(({ of }) => own.some((row) => of(row) !== undefined));
  if (own.length < 2 || measures.length === 0) return undefined;
  return table({
    label: `Trends of ${name}${branch === undefined ? '' : `, ${branch}`}`,
    columns: [
      column('What'),
      numbers('Now'),
      numbers('Before'),
      numbers('Limit'),
      column(`Last ${own.length} runs`),
    ],
    rows: measures.map((one) => trendRow(one, own)),
  });
}

const whole = (value: number) => sayValue(value, '');

function measuresOf(rows: readonly RunRow[]): readonly Measure[] {
  const [newest] = rows.toReversed();
  const suites = [...new Set(rows.flatMap(({ p95 }) => p95.map(({ suite }) => suite)))].sort();
  const applicable = newest?.requirements?.applicable;
  return [
    {
      name: 'Requirements proven',
      of: ({ requirements }) => requirements?.proven,
      say: whole,
      unit: 'requirements',
      limit: applicable === undefined ? undefined : `of ${applicable}`,
      better: 'more',
    },
    {
      name: 'Aspects proven',
      of: ({ aspects }) => aspects?.proven,
      say: whole,
      unit: 'aspects',
      better: 'more',
      limit: newest?.aspects && `of ${newest.aspects.applicable}`,
    },
    {
      name: 'Open findings',
      of: ({ findings: found }) => found && found.critical + found.high + found.medium + found.low,
      say: whole,
      unit: 'findings',
      better: 'less',
    },
    { name: 'Flaky checks', of: ({ flaky }) => flaky, say: whole, unit: 'checks', better: 'less' },
    ...suites.map((suite): Measure => {
      const limit = newest?.p95.find((one) => one.suite === suite)?.limit;
      return {
        name: `p95 of ${suite}`,
        of: ({ p95 }) => p95.find((one) => one.suite === suite)?.ms,
        say: (value) => sayValue(value, 'ms'),
        unit: 'ms',
        limit: limit === undefined ? undefined : `≤ ${sayValue(limit, 'ms')}`,
        better: 'less',
      };
    }),
    {
      name: 'Took',
      of: ({ durationMs }) => durationMs,
      say: sayDuration,
      unit: 'ms',
      better: 'less',
    },
  ];
}

function trendRow({ name, of, say, unit, limit, better }: Measure, rows: readonly RunRow[]): Html {
  const [now, before] = rows
    .map(of)
    .filter((value) => value !== undefined)
    .toReversed();
  const last = of(rows.at(-1) ?? ({} as RunRow));
  const points = rows.map((row, at) => [at, of(row)] as const);
  const worse =
    now !== undefined && before !== undefined && now !== before && now > before === (better === 'less');
  const said = last === undefined ? 'not measured' : say(last);
  return markup`
    <tr>
      <th scope="row">${name}</th>
      <td class="num${worse ? ' worse' : ''}">${said}${worse ? markup`<span class="sr"> (worse)</span>` : ''}</td>
      ${number(before === undefined ? '' : say(before))}
      ${number(limit ?? '')}
      <td>${points.filter(([, value]) => value !== undefined).length < 2 ? dim('measured once') : sparkline(points, unit)}</td>
    </tr>`;
}
