import { requirementOf } from '../../kernel/reference.ts';
import { PRIORITIES } from '../../kernel/requirement.ts';
import { ASPECT_STATES } from '../../kernel/requirement-states.ts';
import { coverageBar, heading } from '../drawing/fragments.ts';
import { type Html, joined, markup } from '../drawing/html.ts';
import { badgeOf, capitalised, icon, wordOf } from '../drawing/state.ts';
import { count } from '../format.ts';
import type { AreaRow, AspectRow, RequirementRow } from '../model/requirement-area.ts';
import { sumOf, type RequirementSum } from '../model/requirement-sum.ts';
import type { RunReport } from '../model/run-report.ts';
import { anchorOf } from '../model/suite-row.ts';
import { aspectLinks } from './aspect-links.ts';
import { listed } from './listed.ts';

const LEAD =
  'A requirement is made of aspects. One is proven when a check that carries it passed, in a suite whose kind may prove it ' +
  'and whose verdict is known, and none failed; the requirement is proven when all are that apply here.';

/** What is proven, by importance and area by area, and by which checks. */
export function requirementsSection({ areas, totals }: RunReport): Html {
  const { requirements, aspects } = totals;
  const said =
    `${requirements.proven} of ${requirements.applicable} proven · ` +
    `${aspects.proven} of ${aspects.applicable} aspects` +
    (aspects['not-applicable'] > 0
      ? ` · ${count(aspects['not-applicable'], 'aspect')} not applicable here`
      : '');
  return markup`
    <section aria-labelledby="requirements">\n
    ${heading('requirements', 'Requirements', said)}\n
    <p class="note lead">${LEAD}</p>\n
    ${demandedNote(areas)}
    ${priorityList(areas)}
    ${areas.map(areaFold)}
    </section>\n`;
}

function priorityList(areas: readonly AreaRow[]): Html {
  const rows = areas.filter(({ code }) => code !== '?').flatMap((area) => area.rows);
  const items = PRIORITIES.map((priority) => {
    const own = rows.filter((row) => row.priority === priority);
    return own.length === 0
      ? ''
      : markup`
          <li>
            <span>${capitalised(priority)}</span>\n
            ${barOf(sumOf(own.flatMap(({ aspects }) => aspects)))}\n
            <span class="figure">${sayRequirements(sumOf(own), ['failed', 'waived', 'partly', 'unproven'])}</span>
          </li>\n`;
  });
  return markup`<ul class="priorities" aria-label="By priority">\n${items.map((item) => markup`${item}`)}</ul>\n`;
}

function sayRequirements(sum: RequirementSum, states: readonly (keyof typeof SAID)[]): Html {
  const others = states.filter((state) => sum[state] > 0);
  const said = others.map(
    (state) => markup`, <span class="said-${state}">${sum[state]} ${SAID[state]}</span>`,
  );
  return markup`<strong>${sum.proven} of ${sum.applicable}</strong> proven${said}`;
}

const SAID = { failed: 'failed', waived: 'waived', partly: 'in part', unproven: 'not at all' };

/** What keeps the gate from passing, before anything else. */
function demandedNote(areas: readonly AreaRow[]): Html | string {
  const aspects = areas
    .flatMap(({ rows }) => rows.flatMap((row) => row.aspects))
    .filter((one) => one.demanded);
  if (aspects.length === 0) return '';
  const applicable = aspects.filter(({ state }) => state !== 'not-applicable');
  const open = applicable.filter(({ state }) => state !== 'proven');
  const all = `The policy demands ${count(aspects.length, 'aspect')}`;
  if (applicable.length === 0)
    return markup`<p class="demands">${icon('unknown')} <span>${all}, and none applies here: nothing of it was shown.</span></p>\n`;
  if (open.length === 0)
    return markup`<p class="demands">${icon('pass')} <span>${all}, and all that apply are proven.</span></p>\n`;
  const groups = [...Map.groupBy(open, ({ reference }) => requirementOf(reference))];
  const links = groups.map(([id, own]) =>
    aspectLinks({ id, aspects: own.map(({ reference }) => reference) }),
  );
  return markup`
    <p class="demands">${icon('unknown')}
      <span>${all}; <strong>${open.length} of them ${open.length === 1 ? 'is' : 'are'} not proven</strong>: ${joined(links.flat(), ' · ')}</span>
    </p>\n`;
}

function areaFold({ code, title, rows }: AreaRow): Html {
  const aspects = sumOf(rows.flatMap((row) => row.aspects));
  const open = rows.some(isOpen) ? markup` open` : '';
  const groups = Map.groupBy(rows, ({ priority }) => priority);
  return markup`
    <details class="area" id="area-${code.replace('?', 'other')}"${open}>\n
    <summary>
      <span class="area-name"><span class="code">${code}</span> ${title}</span>\n
      ${barOf(aspects)}\n
      <span class="figure">${sayRequirements(sumOf(rows), ['failed', 'waived', 'partly'])}</span>
    </summary>\n
    ${[...groups].map(([priority, own]) => markup`<h3 class="priority">${capitalised(priority)}</h3>\n<ul class="requirements">\n${own.map(requirementItem)}</ul>`)}
    </details>\n`;
}

/** What a reader has to look at: what failed, and what the policy demands and did not get. */
function isOpen({ state, aspects, bare }: RequirementRow): boolean {
  const lacks = (row: AspectRow) => row.demanded && row.state !== 'proven' && row.state !== 'not-applicable';
  return state === 'failed' || bare.length > 0 || aspects.some(lacks);
}

function requirementItem(row: RequirementRow): Html {
  const { id, state, sentence, demanded, aspects, bare } = row;
  const sum = sumOf(aspects);
  const [only] = aspects;
  const own = only !== undefined && only.reference === id ? only : undefined;
  return markup`
    <li id="${id}"><details class="one-requirement"${isOpen(row) ? markup` open` : ''}>
      <summary>
        ${badgeOf(state, wordOf(state))}<span class="code">${id}</span>\n
        <span class="says">${demanded ? markup`<span class="tag">demanded</span> ` : ''}${sentence}</span>\n
        ${own === undefined ? markup`<span class="share">${barOf(sum)}<span>${sum.proven} of ${sum.applicable}</span></span>` : markup`<span></span>`}
      </summary>\n
      ${own === undefined ? aspectGroups(aspects) : behind(own)}
      ${bare.length === 0 ? '' : markup`<p>Checks that name ${id} as a whole:</p>${checkList(bare)}`}
    </details></li>\n`;
}

function barOf({ proven, failed, waived, unproven }: RequirementSum): Html {
  return coverageBar(proven, failed, unproven, waived);
}

/** Those that lack something first, each group with why. */
function aspectGroups(aspects: readonly AspectRow[]): Html {
  const order = (row: AspectRow) => ORDER.indexOf(row.state);
  const sorted = [...aspects].sort((a, b) => order(a) - order(b));
  const groups = Map.groupBy(sorted, ({ state, why = '' }) => `${state} ${why}`);
  return markup`${[...groups.values()].map(aspectGroup)}`;
}

const ORDER = ASPECT_STATES.toSorted((a, b) => Number(a === 'proven') - Number(b === 'proven'));

function aspectGroup(aspects: readonly AspectRow[]): Html {
  const [first] = aspects;
  if (first === undefined) return markup``;
  const { state, why } = first;
  const reason = why === undefined ? '' : markup`<span class="why">${why}</span>`;
  return markup`
    <div class="aspects">
      <p>${icon(state)} <strong>${wordOf(state)}</strong> ${reason}</p>
      <ul>\n${aspects.map(aspectItem)}</ul>
    </div>\n`;
}

function aspectItem({ reference, says, demanded, checks }: AspectRow): Html {
  const name = reference.slice(requirementOf(reference).length + 1);
  return markup`
    <li id="${reference}">
      <span class="code">${name}</span>\n
      <span>${says}${demanded ? markup` <span class="tag">demanded</span>` : ''}</span>\n
      ${checkList(checks)}
    </li>\n`;
}

function behind({ checks, why }: AspectRow): Html {
  const said = why === undefined ? '' : markup`<p class="why">${why}</p>`;
  return markup`<div class="aspects">${said}${checkList(checks)}</div>`;
}

/** Behind one aspect. */
const MOST_LISTED = 100;

function checkList(checks: AspectRow['checks']): Html | string {
  if (checks.length === 0) return '';
  const failed = checks.filter((check) => check.outcome === 'failed').length;
  const words = `${count(checks.length, 'check')}${failed > 0 ? `, ${failed} failed` : ''}`;
  const { shown, more } = listed(checks, MOST_LISTED);
  const items = shown.map(
    ({ outcome, suite, id, doubt }) => markup`
      <li>
        ${icon(outcome)}<span class="sr">${outcome}: </span><a href="#${anchorOf(suite)}">${suite}</a> ${id}
        ${doubt === undefined ? '' : markup` <span class="dim">(${doubt})</span>`}
      </li>`,
  );
  return markup`<details class="behind"${failed > 0 ? markup` open` : ''}><summary>${words}</summary><ul>${items}${more}</ul></details>`;
}
