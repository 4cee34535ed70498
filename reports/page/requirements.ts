import { coverageBar, heading } from '../drawing/fragments.ts';
import { type Html, markup } from '../drawing/html.ts';
import { badge, icon } from '../drawing/state.ts';
import { count } from '../format.ts';
import type { AreaRow, AspectRow, RequirementRow } from '../model/requirement-area.ts';
import { sumOf, type RequirementSum } from '../model/requirement-sum.ts';
import type { RunReport } from '../model/run-report.ts';
import { anchorOf } from '../model/suite-row.ts';

const LEAD =
  'A requirement is made of aspects. One is proven when a check that carries it passed, in a suite whose kind may prove it ' +
  'and whose verdict is known, and none failed; the requirement is proven when all that apply here are.';

/** What is proven, area by area, and by which checks. */
export function requirementsSection({ areas, totals }: RunReport): Html {
  const { requirements, aspects } = totals;
  const said = `${requirements.proven} of ${requirements.applicable} proven · ${aspects.proven} of ${aspects.applicable} aspects`;
  return markup`
    <section aria-labelledby="requirements">\n
    ${heading('requirements', 'Requirements', said)}\n
    <p class="note lead">${LEAD}</p>\n
    ${areas.map(areaFold)}
    </section>\n`;
}

function areaFold({ code, title, rows }: AreaRow): Html {
  const sum = sumOf(rows.flatMap(({ aspects }) => aspects));
  const open = rows.some(({ state }) => state === 'failed');
  return markup`
    <details class="area" id="area-${code.replace('?', 'other')}"${open ? markup` open` : ''}>\n
    <summary>
      <span class="area-name"><span class="code">${code}</span> ${title}</span>\n
      ${barOf(sum)}\n
      ${figureOf(sum)}
    </summary>\n
    <ul class="requirements">\n${rows.map(requirementItem)}</ul>
    </details>\n`;
}

function barOf({ proven, failed, applicable }: RequirementSum): Html {
  return coverageBar(proven, failed, applicable - proven - failed);
}

function figureOf({ proven, failed, applicable }: RequirementSum): Html {
  return markup`
    <span class="figure">
      <strong>${proven} of ${applicable}</strong> proven
      ${failed > 0 ? markup`, <span class="is-fail">${failed} failed</span>` : ''}
    </span>`;
}

function requirementItem(row: RequirementRow): Html {
  const { id, state, sentence, demanded, aspects, bare } = row;
  const [only] = aspects;
  return markup`
    <li id="${id}">${badge(state)}<span class="code">${id}</span>\n
      <div>
        <p>${sentence}${demanded ? markup` <span class="tag">demanded</span>` : ''}</p>\n
        ${only !== undefined && only.reference === id ? behind(only) : aspects.map(aspectItem)}
        ${bare.length === 0 ? '' : behind({ checks: bare })}
      </div>
    </li>\n`;
}

function aspectItem(row: AspectRow): Html {
  return markup`<div id="${row.reference}">${badge(row.state)} <span class="code">${row.reference}</span> ${row.says} ${behind(row)}</div>`;
}

function behind({ checks, why }: Pick<AspectRow, 'checks' | 'why'>): Html | string {
  const said = why === undefined ? '' : markup`<p class="dim">${why}</p>`;
  if (checks.length === 0) return said;
  const failed = checks.filter((check) => check.outcome === 'failed').length;
  const words = `${count(checks.length, 'check')} behind it${failed > 0 ? `, ${failed} failed` : ''}`;
  const items = checks.map(
    ({ outcome, suite, id, doubt }) => markup`
      <li>
        ${icon(outcome)}<span class="sr">${outcome}: </span><a href="#${anchorOf(suite)}">${suite}</a> ${id}
        ${doubt === undefined ? '' : markup` <span class="dim">(${doubt})</span>`}
      </li>`,
  );
  return markup`${said}<details class="behind"><summary>${words}</summary><ul>${items}</ul></details>`;
}
