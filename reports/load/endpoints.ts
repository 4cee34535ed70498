import { sayNumber, sayValue } from '../format.ts';
import { endpointRows, type EndpointRow } from './endpoint-rows.ts';
import { measuredOf, type LoadSuite } from './measured.ts';

export interface Endpoints {
  readonly columns: readonly string[];
  /** `values` beside the name, one for each column. */
  readonly rows: readonly EndpointCells[];
  /** How many faster ones are left out. */
  readonly more: number;
  readonly overTime: boolean;
}

interface EndpointCells {
  readonly name: string;
  /** Whose it is, where that is known. */
  readonly of: string;
  readonly values: readonly string[];
  readonly p95OverTime: NonNullable<EndpointRow['p95OverTime']>;
}

/** More rows are no table to read. */
const MOST_ROWS = 30;
const UNKNOWN = '–';

type Say = (row: EndpointRow, seconds: number) => string | undefined;

const COLUMNS: readonly (readonly [string, Say])[] = [
  ['Requests', ({ requests }) => (requests === undefined ? undefined : sayNumber(requests))],
  [
    'Rate',
    ({ requests }, seconds) =>
      requests === undefined || seconds === 0 ? undefined : sayValue(requests / seconds, '1/s'),
  ],
  ['Errors', sayErrors],
  ['p50', ({ p50 }) => sayMs(p50)],
  ['p95', ({ p95 }) => sayMs(p95)],
  ['p99', ({ p99 }) => sayMs(p99)],
  ['Max', ({ max }) => sayMs(max)],
];

/** The endpoints as a table, slowest first; a column of which nothing is known is left out. */
export function endpointsOf(suite: LoadSuite): Endpoints {
  const all = endpointRows(suite.evidence);
  const shown = all.slice(0, MOST_ROWS);
  const seconds = secondsOf(suite);
  const said = COLUMNS.map(([name, say]) => ({ name, cells: shown.map((row) => say(row, seconds)) }));
  const columns = said.filter(({ cells }) => cells.some((cell) => cell !== undefined));
  return {
    columns: columns.map(({ name }) => name),
    rows: shown.map((row, index) => ({
      name: row.name,
      of: [row.service, row.module].filter((part) => part !== undefined && part !== '').join(' · '),
      values: columns.map(({ cells }) => cells[index] ?? UNKNOWN),
      p95OverTime: row.p95OverTime ?? [],
    })),
    more: all.length - shown.length,
    overTime: shown.some((row) => (row.p95OverTime?.length ?? 0) > 1),
  };
}

/** How long the load was measured. */
function secondsOf(suite: LoadSuite): number {
  const { points } = measuredOf(suite);
  return (points.at(-1)?.untilSecond ?? 0) - (points[0]?.fromSecond ?? 0);
}

function sayMs(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : sayValue(ms, 'ms');
}

function sayErrors({ requests, errors }: EndpointRow): string | undefined {
  if (errors === undefined) return undefined;
  if (errors === 0 || requests === undefined || requests === 0) return sayNumber(errors);
  return `${sayNumber(errors)} (${sayValue(errors / requests, 'ratio', 2)})`;
}
