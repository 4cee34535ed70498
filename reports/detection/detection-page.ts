import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printableLines } from '../../kernel/printable.ts';
import type { Requirements } from '../../kernel/requirement.ts';
import { renderDocument } from '../drawing/document.ts';
import { breakable, column, dim, heading, note, table, time } from '../drawing/fragments.ts';
import { type Html, markup } from '../drawing/html.ts';
import { icon, tone } from '../drawing/state.ts';
import { count, sayDuration, VERDICT_WORDS } from '../format.ts';
import { areasOf } from './areas.ts';
import { aspectsSection } from './aspects.ts';
import { defectsSection } from './defects.ts';
import { DETECTION_FILE, type Detection } from './detection.ts';
import { sentenceOfDetection, sumsOf } from './detection-sums.ts';
import { matrixSection } from './matrix.ts';
import { runLink } from './outcome-marks.ts';
import { throughSection } from './through.ts';

export interface DetectionReportRequest {
  readonly detection: Detection;
  /** `reports/detect/<id>/`. */
  readonly folder: string;
  readonly catalogue: Requirements;
}

/** `detect.json`, and `index.html`: the matrix of defects and suites. One file, opened from disk, nothing loaded from elsewhere. */
export async function writeDetectionReport({
  detection,
  folder,
  catalogue,
}: DetectionReportRequest): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, DETECTION_FILE),
    `${printableLines(JSON.stringify(detection, undefined, 2))}\n`,
  );
  await writeFile(join(folder, 'index.html'), await renderDetection(detection, catalogue));
}

export function renderDetection(detection: Detection, catalogue: Requirements): Promise<string> {
  const areas = areasOf(detection.defects);
  const sentences = new Map(
    catalogue.requirements.flatMap(({ id, sentence, aspects }) => [
      ...aspects.map(({ reference, says }) => [reference, says] as const),
      [id, sentence] as const,
    ]),
  );
  return renderDocument({
    title: `Detection: ${VERDICT_WORDS[detection.verdict]}: ${detection.id}`,
    brand: 'Detection report',
    sections: [
      ['through', 'What got through'],
      ['matrix', 'Matrix'],
      ['defects', 'Defects'],
      ['clean', 'Clean runs'],
      ...(detection.whole ? [['aspects', 'Aspects'] as const] : []),
    ],
    main: markup`
      ${headSection(detection)}\n
      ${throughSection(detection)}\n
      ${matrixSection(detection, areas)}\n
      ${defectsSection(areas, sentences)}\n
      ${cleanSection(detection)}\n
      ${detection.whole ? aspectsSection(detection, catalogue) : ''}`,
    footer: markup`
      Built from the evidence of detection ${detection.id}.${' '}
      The same as data: <a href="${DETECTION_FILE}">${DETECTION_FILE}</a>.`,
    styles: join(import.meta.dirname, 'detection-page.css'),
  });
}

const LEAD =
  'Each defect was planted in the target for one run of the suites that claim it. It counts as caught only when a check ' +
  'or a limit failed that carries one of the requirements it breaks, and each of those suites must catch it.';

const INCOMPLETE = 'Not everything was tried. The same command goes on where this stopped.';

function headSection(detection: Detection): Html {
  const { verdict } = detection;
  return markup`
    <section class="verdict ${tone(verdict)}" aria-labelledby="verdict">\n
      <div class="verdict-head">
        ${icon(verdict)}
        <div>\n
          <h1 id="verdict">${VERDICT_WORDS[verdict]}</h1>\n
          <p class="sentence">${sentenceOfDetection(detection)}.</p>\n
          <p class="note">${LEAD}</p>\n
          ${detection.complete ? '' : note('unknown', INCOMPLETE)}
        </div>
      </div>\n
      ${factsOf(detection)}
    </section>\n`;
}

function factsOf({ target, git, environment, startedAt, endedAt, tookMs, tree, id }: Detection): Html {
  const facts: readonly (readonly [string, Html | string])[] = [
    ['Target', target],
    ['Commit', commitOf(git)],
    ['Environment', environment],
    ['Started', time(startedAt)],
    ['Ended', time(endedAt)],
    ['Took', sayDuration(Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)))],
    ['Planted runs', sayDuration(tookMs.planted)],
    ['Clean runs', sayDuration(tookMs.clean)],
    ['Sources', markup`<code>${tree.slice(0, 12)}</code>`],
    ['Detection', markup`<code>${breakable(id)}</code>`],
  ];
  const rows = facts.map(([name, said]) => markup`<div><dt>${name}</dt><dd>${said}</dd></div>\n`);
  return markup`<dl class="facts">\n${rows}</dl>\n`;
}

function commitOf(git: Detection['git']): Html {
  if (git === undefined) return dim('not a git checkout');
  const dirty = git.dirty ? markup` ${dim('with uncommitted changes')}` : '';
  return markup`<code>${git.commit}</code> on ${git.branch}${dirty}`;
}

type CleanRun = Detection['clean']['runs'][number];

function cleanSection(detection: Detection): Html {
  const { runs } = detection.clean;
  const said = count(sumsOf(detection).falseAlarms, 'false alarm');
  return markup`
    <section aria-labelledby="clean">\n
    ${heading('clean', 'Clean runs', said)}\n
    ${runs.length === 0 ? NO_CLEAN_RUN : cleanTable(runs)}
    </section>\n`;
}

const NO_CLEAN_RUN = markup`
  <p class="calm">${icon('unknown')} No clean run was made: nothing is known of false alarms.</p>`;

function cleanTable(runs: readonly CleanRun[]): Html {
  const rows = runs.map(
    ({ run, suites, durationMs }) => markup`
      <tr>
        <th scope="row">${run === '' ? 'killed' : runLink(run, breakable(run))}</th>
        <td>${suites.length}</td>
        <td>${resultOf(suites)}</td>
        <td>${sayDuration(durationMs)}</td>
      </tr>\n`,
  );
  return markup`
    <p class="note lead">The same suites with nothing planted. Whatever fails here is a false alarm.</p>\n
    ${table({ label: 'Clean runs', columns: ['Run', 'Suites', 'Result', 'Took'].map(column), rows })}\n`;
}

function resultOf(suites: CleanRun['suites']): Html {
  const named = (verdict: string) =>
    suites.filter((suite) => suite.verdict === verdict).map(({ name }) => name);
  const [bad, unclear] = [named('fail'), named('unknown')];
  if (bad.length > 0)
    return markup`<span class="is-fail">${icon('fail')} false alarm: ${bad.join(', ')}</span>`;
  return unclear.length > 0
    ? markup`<span class="is-unknown">${icon('unknown')} no answer: ${unclear.join(', ')}</span>`
    : markup`<span class="is-pass">${icon('pass')} nothing failed</span>`;
}
