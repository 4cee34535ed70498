import { column, dim, fold, note, number, numbers, table } from '../../drawing/fragments.ts';
import { type Html, markup } from '../../drawing/html.ts';
import { badge, icon, tone, type State } from '../../drawing/state.ts';
import { count } from '../../format.ts';
import type { ComparisonRow, ComparisonTable } from '../../load/comparison-table.ts';

/** So many rows are shown; the rest folds, with whatever neither decides nor changed. */
const FIRST_ROWS = 12;

/** How the load compares with its baseline. */
export function comparisonView(suite: string, comparison: ComparisonTable): Html {
  const { said, verdict, despite, rows, rule } = comparison;
  const first = rows.filter((row) => row.decides || row.verdict !== 'alike').slice(0, FIRST_ROWS);
  const rest = rows.filter((row) => !first.includes(row));
  return markup`
    <h4>Compared with the baseline ${badge(verdict)}</h4>\n
    <p class="note">${said}</p>\n
    ${despite.map((what) => note('unknown', `Compared although it differs: ${what}`))}
    ${first.length === 0 ? '' : rowsTable(`Comparison of ${suite}`, first)}
    ${rest.length === 0 ? '' : restFold(suite, rest)}
    ${rows.length === 0 ? '' : markup`<p class="note">${rule}</p>`}`;
}

function restFold(suite: string, rest: readonly ComparisonRow[]): Html {
  const rows = rowsTable(`Rest of the comparison of ${suite}`, rest);
  return fold(markup`${count(rest.length, 'more row')}`, rows);
}

function rowsTable(label: string, rows: readonly ComparisonRow[]): Html {
  return table({
    label,
    columns: [column('Measure'), ...['Before', 'After', 'Change', 'p'].map(numbers), column('Verdict')],
    rows: rows.map(comparisonRow),
  });
}

const STATES: Readonly<Record<ComparisonRow['verdict'], State>> = {
  worse: 'fail',
  better: 'pass',
  alike: 'pass',
  unknown: 'unknown',
};

function comparisonRow({ measure, before, after, change, p, verdict, decides }: ComparisonRow): Html {
  const state = STATES[verdict];
  return markup`
    <tr>
      <th scope="row">${measure}</th>
      ${[before, after, change, p].map(number)}
      <td class="verdict-word ${decides ? tone(state) : 'dim'}">
        ${icon(decides ? state : 'skipped')} ${verdict}${decides ? '' : markup` ${dim('(shown only)')}`}
      </td>
    </tr>`;
}
