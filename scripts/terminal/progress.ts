import pc from 'picocolors';
import { printable } from '../../kernel/printable.ts';
import type { Ending } from '../../kernel/evidence.ts';
import type { Decision, Reason } from '../../kernel/judge.ts';
import type { Progress } from '../../kernel/run-ports.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { count } from '../../reports/format.ts';
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
}

export interface RunProgress extends Progress {
  stop(): void;
}

/** Lines while a run goes on: what started, what landed and how long it took; a heartbeat when nothing was said for 30 s. */
export function createProgress({ out, redact, startedAt, rerun, news }: ProgressOptions): RunProgress {
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
      const [reason] = decision.reasons;
      if (reason === undefined) return;
      for (const line of linesOf(reason, redact)) say(`    ${shorten(line)}`);
      if (reason.fix !== undefined) say(`    fix: ${shorten(redact(reason.fix))}`);
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

/** What a reason says, cause included: a tool's own words are several lines, and often the last one tells. */
function linesOf({ what, observed }: Reason, redact: (text: string) => string): readonly string[] {
  const text = redact([what, observed].filter(Boolean).join(': '));
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length <= MOST_LINES) return lines;
  const left = lines.length - MOST_LINES + 1;
  return [...lines.slice(0, FIRST_LINES), `… ${left} more lines …`, ...lines.slice(FIRST_LINES + left)];
}

function shorten(text: string): string {
  const line = printable(text.replace(/\s+/g, ' '));
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
