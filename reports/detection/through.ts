import { dim, heading, sentence } from '../drawing/fragments.ts';
import { type Html, markup } from '../drawing/html.ts';
import { badgeOf, capitalised, icon, tone } from '../drawing/state.ts';
import { shorten } from '../format.ts';
import type { Cell, CleanRun, DetectedDefect, Detection, Outcome } from './detection.ts';
import { alsoClaiming, sayAlsoClaiming, sumsOf } from './detection-sums.ts';
import { outcomeBadge, runLink } from './outcome-marks.ts';

const THROUGH: readonly Outcome[] = ['missed', 'caught elsewhere', 'unknown'];
const WIDTH = 200;

/** What the suites did not see, and what they saw where nothing was. */
export function throughSection(detection: Detection): Html {
  const { defects, clean } = detection;
  const items = [
    ...defects.filter(({ outcome }) => THROUGH.includes(outcome)).map(defectItem),
    ...defects.flatMap((defect) => alsoClaiming(defect).map((cell) => alsoItem(defect, cell))),
    ...clean.runs.flatMap(alarmItems),
  ];
  return markup`
    <section aria-labelledby="through">\n
    ${heading('through', 'What got through')}\n
    ${items.length === 0 ? calm(detection) : markup`<ol class="decides">\n${items}</ol>\n`}
    </section>\n`;
}

function calm(detection: Detection): Html {
  const said =
    sumsOf(detection).caught === 0
      ? 'No defect was caught, for none was tried.'
      : 'Every defect that was tried was caught by each suite that claims it, and nothing failed for no reason.';
  return markup`<p class="calm">${icon(detection.complete ? 'pass' : 'unknown')} <span>${said}</span></p>\n`;
}

function defectItem({ outcome, id, title, cells, run }: DetectedDefect): Html {
  const seen = cells.map((cell) => {
    const [first] = cell.sights;
    const by = first === undefined ? '' : `, by ${shorten(first.what, WIDTH)}`;
    const why = (cell.reason ?? '') === '' ? by : `, ${shorten(cell.reason ?? '', WIDTH)}`;
    return markup`<span>${cell.suite}: ${cell.outcome}${why}</span>`;
  });
  return throughItem(outcome, markup`${defectLink(id)} <strong>${sentence(title)}</strong>`, seen, run);
}

function alsoItem({ id, title, run }: DetectedDefect, cell: Cell): Html {
  const [first] = cell.sights;
  const by = first === undefined ? [] : [markup`<span>by ${shorten(first.what, WIDTH)}</span>`];
  const why = (cell.reason ?? '') === '' ? by : [markup`<span>${shorten(cell.reason ?? '', WIDTH)}</span>`];
  const what = markup`${defectLink(id)} <strong>${sentence(title)}</strong> ${dim(sayAlsoClaiming(cell))}`;
  return throughItem(cell.outcome, what, why, run);
}

function defectLink(id: string): Html {
  return markup`<a href="#${id}">${id}</a>`;
}

function throughItem(outcome: Outcome, what: Html, seen: readonly Html[], run: string | undefined): Html {
  return markup`
    <li class="deciding ${tone(outcome === 'unknown' ? 'unknown' : 'fail')}">
      <div class="deciding-head">${outcomeBadge(outcome)}<p class="what">${what}</p></div>\n
      ${metaLine(seen, run)}
    </li>\n`;
}

function metaLine(seen: readonly Html[], run = ''): Html {
  return markup`<div class="meta">${seen}${run === '' ? '' : runLink(run)}</div>`;
}

const MOST_PROBLEMS = 5;

function alarmItems({ run, suites }: CleanRun): readonly Html[] {
  return suites.flatMap(({ name, verdict, problems }) => {
    if (verdict !== 'fail' && verdict !== 'unknown') return [];
    const what = verdict === 'fail' ? 'False alarm' : 'No answer';
    const said = problems
      .slice(0, MOST_PROBLEMS)
      .map((problem) => markup`<span>${shorten(problem, 300)}</span>`);
    return [
      markup`
        <li class="deciding ${tone(verdict)}">
          <div class="deciding-head">
            ${badgeOf(verdict, capitalised(verdict))}
            <p class="what"><strong>${what} of ${name}</strong> ${dim('in a clean run')}</p>
          </div>\n
          ${metaLine(said, run)}
        </li>\n`,
    ];
  });
}
