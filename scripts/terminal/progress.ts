import pc from 'picocolors';
import type { Ending } from '../../kernel/evidence.ts';
import type { Decision, Reason } from '../../kernel/judge.ts';
import type { Progress } from '../../kernel/run-ports.ts';
import type { Verdict } from '../../kernel/verdict.ts';

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
export function createProgress({ out, startedAt, rerun, news }: ProgressOptions): RunProgress {
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
    line: say,
    suiteStarted(name) {
      running.set(name, Date.now());
      say(`▶ ${name}`);
    },
    suiteEnded(name, ending, durationMs) {
      running.delete(name);
      const { decision, checks } = news(name);
      const how = ending === 'completed' ? '' : `, ${sayEnding(ending)}`;
      say(
        `${MARKS[decision.verdict]} ${name} in ${(durationMs / 1000).toFixed(1)} s, ${checks} checks${how}`,
      );
      const [reason] = decision.reasons;
      if (reason === undefined) return;
      for (const line of linesOf(reason)) say(`    ${shorten(line)}`);
      if (reason.fix !== undefined) say(`    fix: ${shorten(reason.fix)}`);
      say(`    rerun just it: ${rerun(name)}`);
    },
    stop: () => clearInterval(heartbeat),
  };
}

function sayEnding(ending: Ending): string {
  return typeof ending === 'string' ? ending : `broke (${ending.cause})`;
}

function elapsed(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

const MOST_LINES = 14;
const FIRST_LINES = 4;

/** What a reason says, cause included: a tool's own words are several lines, and often the last one tells. */
function linesOf({ what, observed }: Reason): readonly string[] {
  const text = [what, observed].filter(Boolean).join(': ');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length <= MOST_LINES) return lines;
  const left = lines.length - MOST_LINES + 1;
  return [...lines.slice(0, FIRST_LINES), `… ${left} more lines …`, ...lines.slice(FIRST_LINES + left)];
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
