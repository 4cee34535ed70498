import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Eta } from 'eta';
import { printableLines } from '../../kernel/printable.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import type { Cell, DetectedDefect, Detection, Outcome, Sight } from './detection.ts';
import {
  alsoClaiming,
  sayAlsoClaiming,
  sentenceOfDetection,
  sumsOf,
  timeToCatch,
  verdictOfDetection,
} from './detection-sums.ts';
import { untagged } from '../model/deciding-row.ts';
import { count, sayDuration, shorten } from '../format.ts';
import { breakable, command, heading, sentence } from '../drawing/fragments.ts';
import { ETA, escapeHtml, icon, time, tone, type State } from '../drawing/html.ts';
import type { Catalogue } from '../model/input.ts';
import { WORDS } from '../model/sentence.ts';

const TEMPLATES = join(import.meta.dirname, '../drawing/templates');
const eta = new Eta({ views: TEMPLATES, ...ETA });

export const DETECTION_FILE = 'detect.json';

export interface DetectionReportRequest {
  readonly detection: Detection;
  /** `reports/detect/<id>/`. */
  readonly folder: string;
  readonly catalogue: Catalogue;
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

export async function renderDetection(detection: Detection, catalogue: Catalogue): Promise<string> {
  const [report, own, script] = await Promise.all(
    ['report.css', 'detect.css', 'report.js'].map((name) => readFile(join(TEMPLATES, name), 'utf8')),
  );
  return eta.render('./detect', { ...pageOf(detection, catalogue), css: `${report}${own}`, script });
}

function pageOf(detection: Detection, { requirements }: Catalogue) {
  const { defects, clean, startedAt, endedAt } = detection;
  const sentences = new Map(requirements.map(({ id, sentence }) => [id, sentence]));
  return {
    detection,
    verdict: verdictOfDetection(detection),
    sums: sumsOf(detection),
    word: WORDS[detection.verdict],
    sentence: `${sentenceOfDetection(detection)}.`,
    tookMs: Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)),
    areas: areasOf(defects),
    suites: columnsOf(defects),
    alarms: clean.runs.flatMap((run) =>
      run.suites
        .filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown')
        .map((suite) => ({ run, suite })),
    ),
    through: defects.filter(({ outcome }) => THROUGH.includes(outcome)),
    also: defects.flatMap((defect) => alsoClaiming(defect).map((cell) => ({ defect, cell }))),
    h: {
      ...{
        heading,
        icon,
        time,
        tone,
        count,
        command,
        breakable,
        badge,
        words,
        mark,
        cellOf,
        runHref,
        shorten,
      },
      said: sentence,
      duration: sayDuration,
      timeToCatch,
      sayAlsoClaiming,
      requirement: (id: string) => sentences.get(id) ?? '',
    },
  };
}

const THROUGH: readonly Outcome[] = ['missed', 'caught elsewhere', 'unknown'];

/** From the detection's folder to the report of one of its runs. */
function runHref(run: string): string {
  return `../../runs/${encodeURIComponent(run)}/index.html`;
}

interface Area {
  readonly name: string;
  readonly defects: readonly DetectedDefect[];
  readonly caught: number;
  readonly bad: number;
  readonly rest: number;
}

function areasOf(defects: readonly DetectedDefect[]): readonly Area[] {
  return [...Map.groupBy(defects, ({ area }) => area)].map(([name, ones]) => {
    const caught = ones.filter(({ outcome }) => outcome === 'caught').length;
    const bad = ones.filter(({ outcome }) => outcome === 'missed' || outcome === 'caught elsewhere').length;
    return { name, defects: ones, caught, bad, rest: ones.length - caught - bad };
  });
}

export interface Column {
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

function cellOf({ cells }: DetectedDefect, { suite }: Column): Cell | undefined {
  return cells.find((cell) => cell.suite === suite);
}

const STATES: Readonly<Record<Outcome, State>> = {
  caught: 'pass',
  'caught elsewhere': 'fail',
  missed: 'fail',
  unknown: 'unknown',
  'no suite yet': 'skipped',
  'not tried yet': 'skipped',
};

/** An icon, with its word for those who do not see it. */
function mark(outcome: Outcome): string {
  return `${icon(STATES[outcome])}<span class="sr">${outcome}</span>`;
}

function badge(of: Outcome | Verdict): string {
  const state = of in STATES ? STATES[of as Outcome] : (of as Verdict);
  return `<span class="badge ${tone(state)}">${icon(state)}${of.charAt(0).toUpperCase()}${of.slice(1)}</span>`;
}

const WIDTH = 300;

/** What a suite saw: the check or limit, and what it observed. */
function words({ what, expected, observed }: Sight): string {
  const [file, ...title] = what.split(' › ');
  const name = untagged(title.length > 0 ? title.join(' › ') : (file ?? what));
  const where = title.length > 0 ? ` <span class="dim">${escapeHtml(file ?? '')}</span>` : '';
  const wanted = expected === undefined ? '' : `, expected ${escapeHtml(expected)}`;
  const saw =
    observed === undefined
      ? ''
      : `<span class="saw">${escapeHtml(shorten(plain(observed), WIDTH))}${wanted}</span>`;
  return `<strong>${escapeHtml(name)}</strong>${where}${saw}`;
}

/** Assertion libraries write several lines, and where in the library they stood. */
function plain(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !/^at .*:\d+/.test(line)).join(' · ');
}
