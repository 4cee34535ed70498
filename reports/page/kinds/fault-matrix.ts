import { column, dim, table } from '../../drawing/fragments.ts';
import { type Html, markup } from '../../drawing/html.ts';
import { badgeOf } from '../../drawing/state.ts';
import { sayDuration } from '../../format.ts';
import { type Borne, type FaultCell, type FaultMatrix, faultMatrix } from '../../model/fault-matrix.ts';
import type { SuiteRow } from '../../model/suite-row.ts';

const STATES = {
  held: 'pass',
  waived: 'waived',
  broke: 'fail',
  unproven: 'unknown',
} as const satisfies Record<Borne, string>;

/** Which fault was borne where; nothing of fewer than two experiments, for those say it themselves. */
export function faultMatrixTable(suites: readonly SuiteRow[]): Html | undefined {
  const matrix = faultMatrix(suites);
  if (matrix.faults.length * matrix.subjects.length < 2) return undefined;
  return table({
    label: 'Faults by what they disturbed',
    caption: 'Which fault was borne where',
    columns: [column('Fault'), ...matrix.subjects.map(column)],
    rows: matrix.faults.map((fault) => rowOf(matrix, fault)),
  });
}

function rowOf(matrix: FaultMatrix, fault: string): Html {
  const cells = matrix.subjects.map((subject) => cellOf(matrix.cell(fault, subject)));
  return markup`<tr><th scope="row">${fault}</th>${cells}</tr>`;
}

function cellOf(cell: FaultCell | undefined): Html {
  if (cell === undefined) return markup`<td>${dim('never tried')}</td>`;
  const { borne, suite, recoveryMs } = cell;
  const back =
    recoveryMs === undefined ? '' : markup` <span class="sub">back in ${sayDuration(recoveryMs)}</span>`;
  return markup`<td><a href="#${suite.anchor}" title="${suite.name}">${badgeOf(STATES[borne], borne)}</a>${back}</td>`;
}
