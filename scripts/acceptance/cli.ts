import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { waitUntil } from '../../kernel/process.ts';
import { patience } from '../../kernel/testing/patience.ts';
import { ROOT } from '../root.ts';
import type { Checkout } from './checkout.ts';

/** What a command left behind. */
export interface Outcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, for a person's eyes. */
  readonly said: string;
}

/** A command that is running. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Outcome>;
  /** What it has said so far. */
  said(): string;
  /** Waits until `condition` holds; throws with what was said if it ends first or takes too long. */
  until(condition: () => boolean, what: string): Promise<void>;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The checkout unless told. */
  readonly cwd?: string;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = patience(60_000);
/** The test runner's own variables (BASE_URL and NODE_ENV among them) must not reach the harness. */
const KEPT = /^(PATH|HOME|USER|LANG|LC_.*|HARNESS_(?!RUN|INBOX).*|JAVA_HOME|GO.*|https?_proxy|no_proxy)$/i;

function environmentOf(checkout: Checkout, env: CliOptions['env']): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name, value]) => KEPT.test(name) && value !== undefined);
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    // The programs of the real checkout: nothing is installed twice.
    HARNESS_CACHE: process.env['HARNESS_CACHE'] ?? join(ROOT, '.harness'),
    TMPDIR: checkout.temporary,
    NO_COLOR: '1',
    ...env,
  };
}

/** Starts `./harness <args>` of a checkout. One that takes too long is ended by SIGKILL, and its watcher cleans up. */
export function startHarness(checkout: Checkout, args: readonly string[], options: CliOptions = {}): Running {
  return startProgram(checkout, [join(checkout.root, 'harness'), ...args], options);
}

/** Starts a program as a person in the checkout would. */
export function startProgram(
  checkout: Checkout,
  [program, ...args]: readonly [string, ...string[]],
  { env, cwd = checkout.root, timeoutMs = TIMEOUT_MS }: CliOptions = {},
): Running {
  const child = spawn(program, args, {
    cwd,
    env: environmentOf(checkout, env),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const heard = { stdout: '', stderr: '', said: '' };
  const hear = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
    heard[stream] += chunk.toString();
    heard.said += chunk.toString();
  };
  child.stdout.on('data', hear('stdout'));
  child.stderr.on('data', hear('stderr'));
  let over = false;
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject);
    // Not `close`: after a kill the watcher holds stderr a little longer.
    child.once('exit', (code) => {
      over = true;
      setTimeout(() => resolve({ code, ...heard }), 50);
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    said: () => heard.said,
    async until(condition, what) {
      await waitUntil(() => over || condition(), patience(10_000));
      if (!condition())
        throw new Error(`no ${what}${over ? ' before it ended' : ''}; it said:\n${heard.said}`);
    },
  };
}

/** Runs `./harness <args>` of a checkout to its end. */
export async function harness(
  checkout: Checkout,
  args: readonly string[],
  options: CliOptions = {},
): Promise<Outcome> {
  return startHarness(checkout, args, options).ended;
}

/** Runs a plain file against a server, as quickly as can be. */
export async function runPlain(
  checkout: Checkout,
  file: string,
  url: string,
  ...rest: readonly string[]
): Promise<Outcome> {
  return harness(checkout, ['run', file, '--base-url', url, '--no-allure', ...rest]);
}
