import type { Reason } from '../../kernel/gate.ts';
import { printable } from '../../kernel/printable.ts';
import { filesOf, filesOfCheck, type EvidenceFile } from './artifacts.ts';
import { count, shorten, untagged } from '../format.ts';
import { earlier, sinceWhen, type Since } from './history.ts';
import type { ReportInput } from './input.ts';
import type { SuiteRow } from './suite-row.ts';
import type { ThresholdRow } from './threshold-row.ts';

/** A reason, with all that a reviewer needs to act on it. */
export interface DecidingRow {
  readonly reason: Reason;
  /** The check's title, or what was broken, on one line. */
  readonly what: string;
  /** Where the check stands: its file and project. */
  readonly where?: string;
  readonly expected?: string;
  readonly observed?: string;
  /** The whole message, when it says more than `observed`. */
  readonly full?: string;
  readonly since: Since;
  readonly owner: string;
  readonly rerun: string;
  readonly suite?: SuiteRow;
  readonly files: readonly EvidenceFile[];
  /** Something went wrong with the run itself, not with a suite. */
  readonly isOfRun: boolean;
  /** Consequences of the same cause in the same suite. */
  readonly also: readonly DecidingRow[];
  /** Other suites that never ran for the same reason. */
  readonly alike: readonly DecidingRow[];
}

/** A row for each of the gate's reasons. */
export function decidingRows(input: ReportInput, suites: readonly SuiteRow[]): readonly DecidingRow[] {
  const rows = new Map(suites.map((suite) => [suite.name, suite]));
  const { facts } = input.run;
  const runs = earlier(input.previous ?? [], facts.id, facts.startedAt);
  return input.decision.reasons.map((reason): DecidingRow => {
    const suite = rows.get(reason.suite ?? '');
    return {
      reason,
      ...nameOf(reason, suite),
      ...measuredOf(reason, suite),
      since: sinceWhen(reason, runs),
      owner: suite?.owner ?? facts.owner,
      rerun: suite?.rerun ?? facts.command,
      ...(suite && { suite }),
      files: suite ? evidenceOf(reason, suite) : [],
      isOfRun: input.run.problems.some(({ what }) => what === reason.what),
      also: [],
      alike: [],
    };
  });
}

/** A check id reads `file › title › project`; the title is what people look for. */
function nameOf({ what, check }: Reason, suite: SuiteRow | undefined): Pick<DecidingRow, 'what' | 'where'> {
  const threshold = suite?.thresholds.find((row) => row.key === what);
  if (threshold !== undefined) return { what: `${threshold.metric} ${threshold.relation}` };
  const parts = (check ?? '').split(' › ');
  if (check === undefined) return { what };
  if (parts.length < 2) return { what: printable(what) };
  // Of a check in quarantine: what became of its attempts.
  const more = what.startsWith(`${check}: `) ? what.slice(check.length) : '';
  const project = parts.length > 2 && BROWSER.test(parts.at(-1) ?? '') ? parts.at(-1) : undefined;
  const [file, ...titles] = project === undefined ? parts : parts.slice(0, -1);
  const where = [file, project].filter((part) => part !== undefined).join(', ');
  return { what: printable(`${untagged(titles.join(' › '))}${more}`), where: printable(where) };
}

const BROWSER = /^(chrom|firefox|webkit|safari|edge|mobile|desktop|setup)/i;

type Measured = Pick<DecidingRow, 'expected' | 'observed' | 'full'>;

function measuredOf(reason: Reason, suite: SuiteRow | undefined): Measured {
  const threshold = suite?.thresholds.find((row) => row.key === reason.what);
  if (threshold !== undefined) return { expected: threshold.limit, observed: observedOf(threshold, suite) };
  const { expected, observed } = reason;
  if (observed === undefined) return expected === undefined ? {} : { expected };
  return {
    ...(expected === undefined ? said(observed) : { expected, observed: shorten(observed, 240) }),
    ...fullOf(observed),
  };
}

function observedOf({ metric, value, samples }: ThresholdRow, suite: SuiteRow | undefined): string {
  const level = /^findings\.(\w+)$/.exec(metric)?.[1];
  const found = suite?.findings.rows.filter((row) => row.level === level && row.state !== 'waived') ?? [];
  const named = found.slice(0, 3).map((row) => `${row.title} (${row.where})`);
  return [value, `from ${count(samples, 'sample')}`].join(', ') + named.map((name) => `; ${name}`).join('');
}

/** Most tools write `Expected: …` and `Received: …` into their message. */
function said(message: string): Measured {
  const expected = /^\s*Expected[^:\n]*:\s*(.+)$/m.exec(message)?.[1];
  const received = /^\s*(?:Received|Actual|Got)[^:\n]*:\s*(.+)$/m.exec(message)?.[1];
  if (expected === undefined || received === undefined) return { observed: shorten(message, 240) };
  return { expected: shorten(expected, 240), observed: shorten(received, 240) };
}

function fullOf(message: string): Measured {
  return message.trim().includes('\n') || message.length > 240 ? { full: message.trim() } : {};
}

const TELLING = new Set(['screenshot', 'trace', 'video', 'page', 'log', 'journal']);

/** What the check itself left; else what the suite left. */
function evidenceOf({ check }: Reason, suite: SuiteRow): readonly EvidenceFile[] {
  const own = check === undefined ? [] : filesOfCheck(suite, check);
  if (own.length > 0) return own.slice(0, 6);
  return filesOf(suite)
    .filter((file) => TELLING.has(file.role))
    .slice(0, 4);
}

/** One line for a terminal or a comment: `load/peak: p95 412 ms > 300 ms`. */
export function gistOf(row: DecidingRow): string {
  return row.suite && row.alike.length === 0 ? `${row.suite.name}: ${row.what}` : row.what;
}
