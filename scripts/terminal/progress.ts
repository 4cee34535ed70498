import pc from 'picocolors';
import type { Ending } from '../../kernel/evidence.ts';
import type { Decision, Reason } from '../../kernel/judge.ts';
import type { Progress } from '../../kernel/run-ports.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { count, shorten } from '../../reports/format.ts';
import { shown } from './output.ts';

const HEARTBEAT_MS = 30_000;
const MARKS: Readonly<Record<Verdict, string>> = {
  pass: pc.green('✓ pass'),
  waived: pc.green('✓ waived'),
  unknown: pc.yellow('? unknown'),
  fail: pc.red('✗ fail'),
};

/** What a finished suite amounts to, for its line. */
export interface SuiteNews {
  readonly decision: Decision;
  readonly checks: number;
}

export interface ProgressOptions {
  readonly out: (line: string) => void;
  /** Takes secrets out of what the target or a tool said, before its lines are moved or cut. */
  readonly redact: (text: string) => string;
  /** On the clock of `performance.now`, which never jumps. */
  readonly startedAt: number;
  /** How to repeat one suite alone. */
  readonly rerun: (suite: string) => string;
  /** What the evidence of a finished suite says. */
  readonly news: (suite: string) => SuiteNews;
  /** The command that says all reasons whole, once the run is over. */
  readonly whole: string;
}

export interface RunProgress extends Progress {
  stop(): void;
}

/** Lines while a run goes on: what started, what landed and how long it took; a heartbeat when nothing was said for 30 s. */
export function createProgress(options: ProgressOptions): RunProgress {
  const { out, redact, startedAt, rerun, news } = options;
  const running = new Map<string, number>();
  const say = (text: string) => {
    heartbeat.refresh();
    out(`${pc.dim(elapsed(startedAt).padStart(7))}  ${text}`);
  };
  const beat = () => {
    const still = [...running].map(([name, since]) => `${name} (${elapsed(since)})`);
    say(`still running: ${still.join(', ') || 'the run itself'}`);
  };
  const heartbeat = setInterval(beat, HEARTBEAT_MS).unref();
  return {
    line: (text) => say(indented(shown(redact(text)))),
    suiteStarted(name) {
      running.set(name, performance.now());
      say(`▶ ${name}`);
    },
    suiteEnded(name, ending, durationMs) {
      running.delete(name);
      const { decision, checks } = news(name);
      const how = ending === 'completed' ? '' : `, ${sayEnding(ending)}`;
      say(
        `${MARKS[decision.verdict]} ${name} in ${(durationMs / 1000).toFixed(1)} s, ${count(checks, 'check')}${how}`,
      );
      // What else is wrong with a suite that did not complete follows from that.
      const reasons = ending === 'completed' ? decision.reasons : decision.reasons.slice(0, 1);
      if (reasons.length === 0) return;
      for (const line of linesOf(reasons, options)) say(`    ${line}`);
      say(`    rerun just it: ${rerun(name)}`);
    },
    stop: () => clearInterval(heartbeat),
  };
}

function sayEnding(ending: Ending): string {
  return typeof ending === 'string' ? ending : `broke (${ending.cause})`;
}

function elapsed(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** Further lines stand below the first one's text. */
function indented(text: string): string {
  return text.replaceAll('\n', `\n${' '.repeat(9)}`);
}

const MOST_LINES = 14;
const FIRST_LINES = 4;
const MOST_OTHERS = 3;
const WIDTH = 160;

/** The first reason line by line, the next ones in a line each, and what to do. Where anything is left out, how to see it. */
function linesOf(reasons: readonly Reason[], { redact, whole }: ProgressOptions): readonly string[] {
  const [first = '', ...others] = reasons.map((reason) => textOf(reason, redact));
  const lines = first.split('\n').filter((line) => line.trim() !== '');
  const left = others.length - MOST_OTHERS;
  const said = [
    ...middleCut(lines),
    ...others.slice(0, MOST_OTHERS),
    ...(left > 0 ? [`… and ${count(left, 'more reason')}`] : []),
    ...fixesOf(reasons.slice(0, 1 + MOST_OTHERS)).map((fix) => `fix: ${redact(fix)}`),
  ].map((line) => line.replaceAll(/\s+/g, ' '));
  const isCut = left > 0 || lines.length > MOST_LINES || said.some((line) => line.length > WIDTH);
  const shown = said.map((line) => shorten(line, WIDTH));
  return isCut ? [...shown, `in full, once the run is over: ${whole}`] : shown;
}

function fixesOf(reasons: readonly Reason[]): readonly string[] {
  return [...new Set(reasons.flatMap(({ fix }) => fix ?? []))];
}

/** What a reason says, cause included. */
function textOf({ what, observed }: Reason, redact: (text: string) => string): string {
  return redact([what, observed].filter(Boolean).join(': '));
}

/** A tool's own words are several lines, and often the last one tells. */
function middleCut(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines;
  const left = lines.length - MOST_LINES + 1;
  return [...lines.slice(0, FIRST_LINES), `… ${left} more lines …`, ...lines.slice(FIRST_LINES + left)];
}
