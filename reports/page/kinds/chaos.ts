import { column, number, numbers, table } from '../../drawing/fragments.ts';
import { type Html, markup } from '../../drawing/html.ts';
import { icon } from '../../drawing/state.ts';
import { loadPlots } from '../../load/load-plots.ts';
import type { SuiteRow } from '../../model/suite-row.ts';
import { timelineOf, type Span, type Timeline } from '../chaos-timeline.ts';
import { failures } from '../failures.ts';

/** What was done when, the load meanwhile, and what was measured in each phase. */
export function chaosView(suite: SuiteRow): Html {
  const timeline = timelineOf(suite);
  if (timeline === undefined)
    return markup`
      ${failures(suite)}
      <p class="note">${icon('skipped')} No phase was recorded, so there is no timeline.</p>`;
  const plots = loadPlots(suite);
  return markup`
    ${failures(suite)}
    ${timelineFigure(timeline)}\n
    ${timeline.faults.map(effectNote)}
    ${plots.length === 0 ? '' : markup`<div class="plots">${plots}</div>\n`}
    ${timeline.measurements.length === 0 ? '' : measurementsTable(suite.name, timeline)}`;
}

function timelineFigure({ phases, faults, recovery, length }: Timeline): Html {
  const axis = markup`<div class="track axis"><span></span><div><span>0</span><span>${length}</span></div></div>`;
  return markup`
    <figure class="timeline">
      <figcaption><strong>What happened when</strong></figcaption>\n
      ${track('Phases', phases.map(phaseItem))}\n
      ${faults.map((span) => track(span.name, [spanItem('fault', span)]))}
      ${recovery === undefined ? '' : track(recovery.said, [spanItem('recovery', recovery)])}
      ${axis}
    </figure>`;
}

function track(name: string, items: readonly Html[]): Html {
  return markup`<div class="track"><span class="track-name">${name}</span><ol>${items}</ol></div>`;
}

function phaseItem(span: Span): Html {
  return spanItem(`phase phase-${span.name}`, span, markup`<span aria-hidden="true">${span.name}</span>`);
}

function spanItem(kind: string, { left, width, said }: Span, shown: Html | string = ''): Html {
  return markup`
    <li class="${kind}" style="left:${left}%;width:${width}%" title="${said}">
      ${shown}<span class="sr">${said}</span>
    </li>`;
}

function effectNote({ name, effect }: Span): Html {
  return effect === undefined ? markup`` : markup`<p class="note">Effect of ${name}: ${effect}</p>`;
}

function measurementsTable(suite: string, { columns, measurements }: Timeline): Html {
  return table({
    label: `Measurements by phase of ${suite}`,
    caption: 'Measured in each phase',
    columns: [column('Measurement'), ...columns.map(numbers)],
    rows: measurements.map(
      ({ name, values }) => markup`<tr><th scope="row">${name}</th>${values.map(number)}</tr>`,
    ),
  });
}
