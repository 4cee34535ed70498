import Table from 'cli-table3';
import colours from 'picocolors';
import type { Verdict } from '../../kernel/verdict.ts';
import { headlineOf } from '../model/sentence.ts';
import { gistOf, type DecidingRow } from '../model/deciding-row.ts';
import { count, sayDuration, shorten, VERDICT_SIGNS, VERDICT_WORDS } from '../format.ts';
import type { RunReport } from '../model/run-report.ts';
import type { SuiteRow } from '../model/suite-row.ts';

export interface Terminal {
  /** Columns; what lies outside 80 to 120 is taken as 80 or 120. */
  readonly width?: number | undefined;
  /** Unless told, what picocolors finds: it honours NO_COLOR and pipes. */
  readonly colour?: boolean;
  /** Paths to end with, best first. */
  readonly paths?: readonly string[];
}

const MOST_LINES = 25;
const MOST_PROBLEMS = 6;
const MOST_PATHS = 3;

/** The run in at most 25 lines: verdict, what decides, a table by suite, paths. */
export function terminalSummary(model: RunReport, terminal: Terminal = {}): string {
  const width = Math.min(120, Math.max(80, terminal.width ?? 80));
  const paint = colours.createColors(terminal.colour ?? colours.isColorSupported);
  const said = wrap(
    `${VERDICT_SIGNS[model.verdict]} ${headlineOf(model).toUpperCase()}  ${model.sentence}`,
    width,
  );
  const head = said.length > 3 ? [...said.slice(0, 2), shorten(said.slice(2).join(' '), width)] : said;
  const problems = problemLines(model, width, paint);
  const paths = (terminal.paths ?? []).slice(0, MOST_PATHS).map((path) => paint.dim(path));
  const room = MOST_LINES - head.length - problems.length - paths.length - 3;
  const blocks = [
    head.map((line) => toneOf(paint, model.verdict)(line)),
    problems,
    suiteLines(model.suites, width, room, paint),
    paths,
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

type Paint = ReturnType<typeof colours.createColors>;

function toneOf(paint: Paint, verdict: Verdict): (text: string) => string {
  return { pass: paint.green, waived: paint.magenta, unknown: paint.yellow, fail: paint.red }[verdict];
}

/** Breaks at spaces. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(shorten(word, width));
  }
  return lines;
}

/** What decides, a line each; where anything is cut or left out, the command that says it whole. */
function problemLines({ decides, run }: RunReport, width: number, paint: Paint): readonly string[] {
  const rows = decides.filter((row) => row.reason.verdict !== 'waived').flatMap(causesIn);
  const shown = rows.length > MOST_PROBLEMS ? rows.slice(0, MOST_PROBLEMS - 1) : rows;
  const lines = shown.map((row) => problemLine(row, width, paint));
  const left = rows.length - shown.length;
  if (left === 0 && !lines.some(({ isCut }) => isCut)) return lines.map(({ line }) => line);
  const more = left > 0 ? `… and ${left} more; ` : '';
  return [...lines.map(({ line }) => line), paint.dim(`  ${more}in full: ./harness judge ${run.facts.id}`)];
}

/** What was expected of a suite and did not come follows from what else is wrong with it; so does all, where it did not complete. */
function causesIn(row: DecidingRow): readonly DecidingRow[] {
  if (row.suite?.evidence?.ending !== 'completed') return [row];
  return [row, ...row.also.filter(({ expected }) => expected === undefined)];
}

function problemLine(row: DecidingRow, width: number, paint: Paint) {
  const since = row.since.state === 'still' ? `${row.since.runs} runs` : row.since.state;
  const aside = since === 'first run' ? '' : ` (${since})`;
  const said = `${gistOf(row)}${observedOf(row)}`;
  const text = shorten(said, width - 2 - aside.length);
  const sign = toneOf(paint, row.reason.verdict)(VERDICT_SIGNS[row.reason.verdict]);
  return { line: `${sign} ${text}${paint.dim(aside)}`, isCut: text.endsWith('…') };
}

/** A limit says what was observed itself; of a check, what came instead. */
function observedOf({ reason, expected, observed }: DecidingRow): string {
  if (reason.check === undefined || observed === undefined) return '';
  return expected === undefined ? `: ${observed}` : `: expected ${expected}, got ${observed}`;
}

/** Worst first, so that what is cut is what passed. */
function suiteLines(
  suites: readonly SuiteRow[],
  width: number,
  room: number,
  paint: Paint,
): readonly string[] {
  const order: readonly Verdict[] = ['fail', 'unknown', 'waived', 'pass'];
  const sorted = [...suites].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  const shown = sorted.length > room ? sorted.slice(0, Math.max(0, room - 1)) : sorted;
  if (shown.length === 0) return [];
  const lines = tableOf(shown, width, paint);
  const rest = sorted.slice(shown.length);
  return rest.length === 0 ? lines : [...lines, paint.dim(`  … and ${sayRest(rest)}`)];
}

function sayRest(rest: readonly SuiteRow[]): string {
  const passing = rest.filter((suite) => suite.verdict === 'pass').length;
  const all = passing === rest.length ? 'all pass' : `${rest.length - passing} of them not passing`;
  return `${count(rest.length, 'more suite')}, ${all}`;
}

const BORDERLESS = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
    .concat(['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'])
    .map((name) => [name, '']),
);

function tableOf(suites: readonly SuiteRow[], width: number, paint: Paint): readonly string[] {
  const columns = [10, width - 55, 22, 12, 11];
  const table = new Table({
    chars: BORDERLESS,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: columns,
    colAligns: ['left', 'left', 'left', 'left', 'right'],
    wordWrap: false,
  });
  for (const suite of suites) table.push(cellsOf(suite, columns, paint));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

function cellsOf(suite: SuiteRow, columns: readonly number[], paint: Paint): string[] {
  const { passed, failed, waived, skipped } = suite.counts;
  const none = passed + failed + waived + skipped === 0;
  const checks = [
    none ? 'no checks' : `${passed} passed`,
    failed > 0 ? `${failed} failed` : '',
    waived > 0 ? `${waived} waived` : '',
    skipped > 0 ? `${skipped} skipped` : '',
  ];
  const held = suite.thresholds.filter((row) => row.verdict === 'pass').length;
  const verdict = `${VERDICT_SIGNS[suite.verdict]} ${VERDICT_WORDS[suite.verdict].replace('Pass, waived', 'Waived')}`;
  return [
    toneOf(paint, suite.verdict)(verdict),
    shorten(suite.name, (columns[1] ?? 20) - 1),
    suite.state === 'ran'
      ? shorten(checks.filter((part) => part !== '').join(', '), 21)
      : paint.dim(suite.state),
    suite.thresholds.length > 0 ? `${held}/${suite.thresholds.length} limits` : '',
    suite.durationMs === undefined ? '' : sayDuration(suite.durationMs),
  ];
}
