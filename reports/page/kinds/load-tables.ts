import { breakable, column, dim, fold, number, numbers, table } from '../../drawing/fragments.ts';
import { type Html, markup } from '../../drawing/html.ts';
import { icon, tone, type State } from '../../drawing/state.ts';
import { count, sayNumber } from '../../format.ts';
import type { Drift, DriftRow } from '../../load/drift.ts';
import type { Endpoints } from '../../load/endpoints.ts';
import type { KneeStep } from '../../load/knee.ts';
import type { GaugeRow } from '../../load/load-view.ts';
import { sparkline } from '../../load/sparkline.ts';

export function endpointsTable(suite: string, { columns, rows, more, overTime }: Endpoints): Html | string {
  if (rows.length === 0) return '';
  const lines = rows.map(
    ({ name, of, values, p95OverTime }) => markup`
      <tr>
        <th scope="row">${breakable(name)}${of === '' ? '' : markup` ${dim(of)}`}</th>
        ${values.map(number)}
        ${overTime ? markup`<td>${sparkline(p95OverTime, 'ms')}</td>` : ''}
      </tr>`,
  );
  const all = table({
    label: `Endpoints of ${suite}`,
    caption: 'By endpoint, slowest first',
    kind: 'data endpoints',
    columns: [column('Endpoint'), ...columns.map(numbers), ...(overTime ? [column('p95 over time')] : [])],
    rows: lines,
  });
  const rest = markup`<p class="note">… and ${count(more, 'faster endpoint')}, in the evidence.</p>`;
  return markup`${all}\n${more > 0 ? rest : ''}`;
}

/** Each step of the load, and whether its limits held. */
export function stepsTable(suite: string, title: string, steps: readonly KneeStep[]): Html | string {
  if (steps.length === 0) return '';
  return table({
    label: `${title}: ${suite}`,
    caption: title,
    columns: [numbers('Offered'), ...['When', 'Limits', 'Why'].map(column)],
    rows: steps.map(
      ({ rate, when, verdict, said, why }) => markup`
        <tr>
          <th scope="row" class="num">${rate}</th>
          <td>${when}</td>
          ${verdictCell(verdict, said)}
          <td>${why || '–'}</td>
        </tr>`,
    ),
  });
}

function verdictCell(state: State, said: string): Html {
  return markup`<td class="verdict-word ${tone(state)}">${icon(state)} ${said}</td>`;
}

export function driftTable(suite: string, { said, confidence, rows }: Drift): Html {
  return table({
    label: `Drift of ${suite}`,
    caption: markup`Drift <span class="sub">${said}</span>`,
    columns: [
      column('Series'),
      ...['Usual', 'Change per hour', `${confidence} interval`].map(numbers),
      column('Verdict'),
    ],
    rows: rows.map(driftRow),
  });
}

function driftRow({ name, usual, perHour, interval, drifts, verdict }: DriftRow): Html {
  return markup`
    <tr>
      <th scope="row">${name}</th>
      ${[usual, perHour, interval].map(number)}
      ${verdictCell(drifts ? 'fail' : 'skipped', verdict)}
    </tr>`;
}

/** What was read of target and generator, all of it. */
export function gaugesFold(suite: string, gauges: readonly GaugeRow[]): Html | string {
  if (gauges.length === 0) return '';
  const rows = gauges.map(
    ({ name, ours, mean, least, most, readings: samples }) => markup`
      <tr>
        <th scope="row">${breakable(name)}${ours ? markup` <span class="tag">ours</span>` : ''}</th>
        ${[mean, least, most, sayNumber(samples)].map(number)}
      </tr>`,
  );
  const columns = [column('Gauge'), ...['Mean', 'Lowest', 'Highest', 'Samples'].map(numbers)];
  const all = table({ label: `Gauges of ${suite}`, columns, rows });
  return fold(markup`All ${count(gauges.length, 'gauge')} of target and generator`, all);
}
