import Table from 'cli-table3';
import colours from 'picocolors';
import type { Requirements } from '../../kernel/requirement.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import type { Cell, DetectedDefect, Detection, Outcome } from './detection.ts';
import { alsoClaiming, sayAlsoClaiming, sentenceOfDetection, timeToCatch } from './detection-sums.ts';
import { notTurnedRed, sayNotTurnedRed } from './not-turned-red.ts';
import { sayDuration, shorten, VERDICT_SIGNS, VERDICT_WORDS } from '../format.ts';

export interface DetectionTerminal {
  readonly width?: number | undefined;
  readonly colour?: boolean;
  /** The path of the report. */
  readonly report: string;
  /** Of a detection of everything, to say which aspects no defect turned red. */
  readonly catalogue?: Requirements;
}

const MARKS: Readonly<Record<Outcome, string>> = {
  caught: '✓',
  'caught elsewhere': '✕',
  missed: '✕',
  unknown: '?',
  'no suite yet': '–',
  'not tried yet': '·',
};

type Paint = ReturnType<typeof colours.createColors>;

/** The matrix in the terminal: a row for each defect with the suites that claim it, then what it all amounts to. */
export function detectionSummary(
  detection: Detection,
  { width = 120, colour, report, catalogue }: DetectionTerminal,
): string {
  const paint = colours.createColors(colour ?? colours.isColorSupported);
  const room = Math.min(140, Math.max(80, width));
  const { verdict } = detection;
  const head = `${VERDICT_SIGNS[verdict]} ${VERDICT_WORDS[verdict].toUpperCase()}  ${sentenceOfDetection(detection)}.`;
  return [
    ...tableOf(detection.defects, room, paint),
    '',
    ...apart(alsoLines(detection, room)),
    ...apart(alarmLines(detection, room)),
    ...(catalogue && detection.whole ? apart(aspectLines(detection, catalogue, room)) : []),
    toneOf(paint, verdict)(head),
    '',
    paint.dim(`took      ${sayTook(detection)}`),
    paint.dim(`report    ${report}`),
  ].join('\n');
}

function toneOf(paint: Paint, verdict: Verdict): (text: string) => string {
  return { pass: paint.green, waived: paint.magenta, unknown: paint.yellow, fail: paint.red }[verdict];
}

function tableOf(defects: readonly DetectedDefect[], width: number, paint: Paint): readonly string[] {
  const wide = width >= 110;
  const table = new Table({
    head: ['area', 'defect', 'outcome', 'after', ...(wide ? ['suites'] : [])],
    chars: { ...BORDERLESS, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: [15, 33, 19, 9, ...(wide ? [width - 84] : [])],
    wordWrap: true,
  });
  let area = '';
  for (const defect of defects) {
    const row = rowOf(defect, defect.area === area ? '' : defect.area, paint);
    table.push(wide ? row : row.slice(0, -1));
    area = defect.area;
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

const BORDERLESS = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
    .concat(['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'])
    .map((name) => [name, '']),
);

function rowOf(defect: DetectedDefect, area: string, paint: Paint): string[] {
  const { id, outcome, cells } = defect;
  const said = toneOfOutcome(outcome, paint)(`${MARKS[outcome]} ${outcome}`);
  const time = timeToCatch(defect);
  return [area, id, said, time === undefined ? '' : sayDuration(time), cells.map(sayCell).join(', ')];
}

function toneOfOutcome(outcome: Outcome, paint: Paint): (text: string) => string {
  if (outcome === 'caught') return paint.green;
  if (outcome === 'missed' || outcome === 'caught elsewhere') return paint.red;
  return outcome === 'unknown' ? paint.yellow : paint.dim;
}

function sayCell({ suite, outcome }: Cell): string {
  return `${MARKS[outcome]} ${suite}`;
}

function apart(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [...lines, ''];
}

/** `planted runs 12 min 3 s, clean runs 4 min 1 s`. */
function sayTook({ tookMs }: Detection): string {
  return `planted runs ${sayDuration(tookMs.planted)}, clean runs ${sayDuration(tookMs.clean)}`;
}

/** `CON-01 2/3`: two of its three aspects. */
function aspectLines(detection: Detection, catalogue: Requirements, width: number): readonly string[] {
  const found = notTurnedRed(detection, catalogue);
  if (found.length === 0) return [];
  const lines = [`${sayNotTurnedRed(found, catalogue)}:`];
  for (const { id, of, aspects } of found) {
    const said = `${id} ${aspects.length}/${of}`;
    const last = lines.at(-1) ?? '';
    if (lines.length === 1 || last.length + said.length + 2 > width) lines.push(`  ${said}`);
    else lines[lines.length - 1] = `${last}  ${said}`;
  }
  return lines;
}

function alsoLines({ defects }: Detection, width: number): readonly string[] {
  return defects.flatMap((defect) =>
    alsoClaiming(defect).map((cell) =>
      shorten(`${MARKS[cell.outcome]} ${defect.id}: ${sayAlsoClaiming(cell)}`, width),
    ),
  );
}

function alarmLines({ clean }: Detection, width: number): readonly string[] {
  return clean.runs.flatMap((run) =>
    run.suites
      .filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown')
      .map(({ name, verdict, problems }) => {
        const what = verdict === 'fail' ? 'false alarm' : 'no answer';
        return shorten(
          `${VERDICT_SIGNS[verdict]} ${what}: ${name}: ${problems.join('; ')} (${run.run})`,
          width,
        );
      }),
  );
}
