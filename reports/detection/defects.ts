import { breakable, coverageBar, dim, heading, sentence } from '../drawing/fragments.ts';
import { type Html, markup } from '../drawing/html.ts';
import { sayDuration, shorten, untagged } from '../format.ts';
import type { Area } from './areas.ts';
import type { Cell, DetectedDefect, Sight } from './detection.ts';
import { outcomeBadge, outcomeMark, runLink } from './outcome-marks.ts';

const LEAD =
  "What each suite that claims a defect saw of it, and how long after the suite's start. A limit is judged at its end.";

/** Each defect, with what the suites that claim it saw. `sentences` are those of the requirements, by id. */
export function defectsSection(areas: readonly Area[], sentences: ReadonlyMap<string, string>): Html {
  return markup`
    <section aria-labelledby="defects">\n
    ${heading('defects', 'Defects')}\n
    <p class="note lead">${LEAD}</p>\n
    ${areas.map((area) => areaFold(area, sentences))}
    </section>\n`;
}

function areaFold({ name, defects, caught, bad, rest }: Area, sentences: ReadonlyMap<string, string>): Html {
  return markup`
    <details class="area" id="area-${name}" open>\n
    <summary>
      <span class="area-name">${name}</span>\n
      ${coverageBar(caught, bad, rest)}\n
      <span class="figure"><strong>${caught} of ${defects.length}</strong> caught</span>
    </summary>\n
    <ul class="planted">\n${defects.map((defect) => defectItem(defect, sentences))}</ul>
    </details>\n`;
}

function defectItem(defect: DetectedDefect, sentences: ReadonlyMap<string, string>): Html {
  const { id, outcome, title, part, breaks, run = '', durationMs, cells } = defect;
  const ids = breaks.map((one) => markup`<abbr title="${sentences.get(one) ?? ''}">${one}</abbr> `);
  return markup`
    <li id="${id}">\n
    <div class="planted-head">
      ${outcomeBadge(outcome)}
      <div>
        <p class="what"><strong>${sentence(title)}</strong></p>
        <p class="meta">
          <code>${breakable(id)}</code>
          <span>in ${part}</span>
          <span>breaks ${ids}</span>
          ${run === '' ? '' : runLink(run)}
          ${durationMs === undefined ? '' : markup`<span>run ${sayDuration(durationMs)}</span>`}
        </p>
      </div>
    </div>\n
    <ul class="cells">\n${cells.map(cellItem)}</ul>
    </li>\n`;
}

const MOST_SIGHTS = 2;
const WIDTH = 300;

function cellItem({ suite, outcome, timeToCatchMs, reason = '', sights }: Cell): Html {
  const after = timeToCatchMs === undefined ? '' : markup` ${dim(`after ${sayDuration(timeToCatchMs)}`)}`;
  const seen = sights.map((sight) => markup`<p class="sight">${sayingOf(sight)}</p>`);
  const more = seen.slice(MOST_SIGHTS);
  return markup`
    <li>
      <span class="cell-name">${outcomeMark(outcome)} ${suite}${after}</span>\n
      <div>
        ${reason === '' ? '' : markup`<p>${shorten(reason, WIDTH)}</p>`}
        ${seen.slice(0, MOST_SIGHTS)}
        ${more.length === 0 ? '' : moreFold(more)}
        ${outcome === 'missed' ? markup`<p class="dim">It ran to its end, and nothing failed.</p>` : ''}
        ${outcome === 'no suite yet' ? markup`<p class="dim">No such suite exists yet.</p>` : ''}
      </div>
    </li>\n`;
}

function moreFold(sights: readonly Html[]): Html {
  return markup`<details class="more"><summary>${sights.length} more</summary>${sights}</details>`;
}

/** What a suite saw: the check or limit, and what it observed. */
function sayingOf({ what, expected, observed }: Sight): Html {
  const [file = what, ...title] = what.split(' › ');
  const name = untagged(title.length > 0 ? title.join(' › ') : file);
  const where = title.length > 0 ? markup` ${dim(file)}` : '';
  const wanted = expected === undefined ? '' : `, expected ${expected}`;
  const saw =
    observed === undefined
      ? ''
      : markup`<span class="saw">${shorten(plain(observed), WIDTH)}${wanted}</span>`;
  return markup`<strong>${name}</strong>${where}${saw}`;
}

/** Assertion libraries write several lines, and where in the library they stood. */
function plain(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !/^at .*:\d+/.test(line)).join(' · ');
}
