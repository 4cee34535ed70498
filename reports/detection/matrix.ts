import { dim, heading } from '../drawing/fragments.ts';
import { type Html, markup } from '../drawing/html.ts';
import { icon } from '../drawing/state.ts';
import { count } from '../format.ts';
import type { Area } from './areas.ts';
import type { DetectedDefect, Detection } from './detection.ts';
import { outcomeMark } from './outcome-marks.ts';

interface Column {
  readonly suite: string;
  /** Defects that claim it. */
  readonly claimed: number;
  readonly caught: number;
  readonly exists: boolean;
}

/** The suites that are claimed: those that exist first, by name. */
function columnsOf(defects: readonly DetectedDefect[]): readonly Column[] {
  const bySuite = Map.groupBy(
    defects.flatMap(({ cells }) => cells),
    ({ suite }) => suite,
  );
  return [...bySuite]
    .map(([suite, cells]) => ({
      suite,
      claimed: cells.length,
      caught: cells.filter(({ outcome }) => outcome === 'caught').length,
      exists: cells.some(({ outcome }) => outcome !== 'no suite yet'),
    }))
    .sort((a, b) => Number(b.exists) - Number(a.exists) || a.suite.localeCompare(b.suite));
}

/** A row for each defect, a column for each suite, a mark where the one claims the other. */
export function matrixSection({ defects }: Detection, areas: readonly Area[]): Html {
  const columns = columnsOf(defects);
  const said = `${count(defects.length, 'defect')} · ${count(columns.length, 'suite')}`;
  const heads = columns.map(
    ({ suite, exists }) => markup`<th scope="col" class="${exists ? '' : 'dim'}"><span>${suite}</span></th>`,
  );
  const sums = columns.map(
    ({ exists, caught, claimed }) => markup`<td>${exists ? `${caught}/${claimed}` : dim('–')}</td>`,
  );
  return markup`
    <section aria-labelledby="matrix">\n
    ${heading('matrix', 'Matrix', said)}\n
    <div class="scroll" tabindex="0" role="region" aria-label="Defects by suites"><table class="matrix">\n
    <thead><tr><th scope="col" class="corner">Defect</th>${heads}</tr></thead>\n
    ${areas.map((area) => areaRows(area, columns))}
    <tfoot><tr><th scope="row">caught of claimed</th>${sums}</tr></tfoot>\n
    </table></div>\n
    ${LEGEND}\n
    </section>\n`;
}

const LEGEND = markup`
  <p class="note legend-row">
    <span>${icon('pass')} caught</span>
    <span>${icon('fail')} missed, or only something else failed</span>
    <span>${icon('unknown')} could not be judged</span>
    <span>${icon('skipped')} no such suite yet, or not tried yet</span>
    <span>empty: the defect does not claim the suite</span>
  </p>`;

function areaRows({ name, defects, caught }: Area, columns: readonly Column[]): Html {
  const rows = defects.map(({ id, cells }) => {
    const marks = columns.map(({ suite }) => {
      const cell = cells.find((one) => one.suite === suite);
      return markup`<td>${cell === undefined ? '' : outcomeMark(cell.outcome)}</td>`;
    });
    return markup`<tr><th scope="row"><a href="#${id}">${id}</a></th>${marks}</tr>\n`;
  });
  const said = markup`${name} ${dim(`${caught} of ${defects.length} caught`)}`;
  return markup`
    <tbody>\n
    <tr class="band"><th scope="rowgroup" colspan="${columns.length + 1}"><span>${said}</span></th></tr>\n
    ${rows}
    </tbody>`;
}
