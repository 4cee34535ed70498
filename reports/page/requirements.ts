import { coverageBar, heading } from '../drawing/fragments.ts';
import { type Html, markup } from '../drawing/html.ts';
import { badge, icon } from '../drawing/state.ts';
import { count } from '../format.ts';
import type { AreaRow, RequirementRow } from '../model/requirement-area.ts';
import type { RunReport } from '../model/run-report.ts';
import { anchorOf } from '../model/suite-row.ts';

const LEAD =
  'A requirement is proven when a check that carries its id passed and none failed. ' +
  'That says nothing of how much of it those checks cover: open an id to read them. ' +
  'Nothing in this run carries an unproven one, unless a note says otherwise.';

/** What is proven, area by area, and by which checks. */
export function requirementsSection({ areas, totals }: RunReport): Html {
  const { proven, broken, unproven, requirements } = totals;
  const said = `${proven} of ${requirements} proven · ${broken} failed · ${unproven} unproven`;
  return markup`
    <section aria-labelledby="requirements">\n
    ${heading('requirements', 'Requirements', said)}\n
    <p class="note lead">${LEAD}</p>\n
    ${areas.map(areaFold)}
    </section>\n`;
}

function areaFold({ code, title, rows, proven, failed, unproven }: AreaRow): Html {
  return markup`
    <details class="area" id="area-${code.replace('?', 'other')}"${failed > 0 ? markup` open` : ''}>\n
    <summary>
      <span class="area-name"><span class="code">${code}</span> ${title}</span>\n
      ${coverageBar(proven, failed, unproven)}\n
      <span class="figure">
        <strong>${proven} of ${rows.length}</strong> proven
        ${failed > 0 ? markup`, <span class="is-fail">${failed} failed</span>` : ''}
      </span>
    </summary>\n
    <ul class="requirements">\n${rows.map(requirementItem)}</ul>
    </details>\n`;
}

function requirementItem(row: RequirementRow): Html {
  const { id, state, sentence, demanded } = row;
  return markup`
    <li id="${id}">${badge(state)}<span class="code">${id}</span>\n
      <div><p>${sentence}${demanded ? markup` <span class="tag">demanded</span>` : ''}</p>\n${behind(row)}</div>
    </li>\n`;
}

function behind({ checks, why }: RequirementRow): Html | string {
  if (checks.length === 0) return why === undefined ? '' : markup`<p class="dim">${why}</p>`;
  const failed = checks.filter((check) => check.outcome === 'failed').length;
  const said = `${count(checks.length, 'check')} behind it${failed > 0 ? `, ${failed} failed` : ''}`;
  const items = checks.map(
    ({ outcome, suite, id }) => markup`
      <li>
        ${icon(outcome)}<span class="sr">${outcome}: </span><a href="#${anchorOf(suite)}">${suite}</a> ${id}
      </li>`,
  );
  return markup`<details class="behind"><summary>${said}</summary><ul>${items}</ul></details>`;
}
