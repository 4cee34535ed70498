import type { Child, Exit, Scope } from '../../../../kernel/scope.ts';
import type { Script } from './script.ts';
import { systemTagArgs } from './system-tags.ts';

/** Where and with what k6 runs. Secrets are in `env`, never in arguments. */
export interface K6 {
  readonly program: string;
  readonly scope: Scope;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface K6Call {
  /** The subcommand with its flags, without the script. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** A path, or undefined when `stdin` is the script. */
  readonly script: string | undefined;
  readonly stdin?: string | undefined;
}

/** No report to k6's makers, no download of extensions. */
export const SILENT_ENV = { K6_NO_USAGE_REPORT: 'true', K6_AUTO_EXTENSION_RESOLUTION: 'false' } as const;

/** Times in ms; written as they come. */
export const CSV_ENV = { K6_CSV_TIME_FORMAT: 'unix_milli', K6_CSV_SAVE_INTERVAL: '1s' } as const;

const QUIET_FLAGS = [
  '--quiet',
  '--no-color',
  '--log-format',
  'json',
  '--log-output',
  'stderr',
  '--address',
  '',
];

/** k6 keeps no summary and judges no thresholds, wherever it runs. */
export const LOAD_FLAGS: readonly string[] = ['--summary-mode', 'disabled', '--no-thresholds'];

/**
 * How k6 writes its samples to standard output, best first: the output that our own build has (../build/samples), and the one that
 * every k6 has. Both write the same samples; ours also tells what the other does not, and costs less.
 */
export const OUTPUTS = ['harness-rows', 'csv=-'] as const;
export type K6Output = (typeof OUTPUTS)[number];

/**
 * `k6 run` with its samples as CSV on standard output. k6 keeps no trends and judges no thresholds: that would cost memory with
 * each request and call zero samples a pass. `systemTags`: what the script asks for.
 */
export function runArgs(output: K6Output, { env }: Pick<K6, 'env'>, systemTags: readonly string[] = []) {
  const tags = systemTagArgs(systemTags, { ...process.env, ...env });
  return ['run', ...QUIET_FLAGS, ...LOAD_FLAGS, '--no-usage-report', ...tags, '--out', output];
}

/**
 * The options that the script declares. Not `--execution-requirements`: that refuses scripts which leave the number of VUs to
 * the default of `k6 run`.
 */
export const INSPECT_ARGS: readonly string[] = ['inspect', ...QUIET_FLAGS, '--include-system-env-vars'];

/** How to hand the script to a subcommand of k6. */
export function callOf(
  args: readonly string[],
  { file, folder, bundle }: Pick<Script, 'file' | 'folder' | 'bundle'>,
): K6Call {
  return { args, cwd: folder, script: bundle === undefined ? file : undefined, stdin: bundle };
}

/** Starts k6. Both of its streams must be read: see `readAll`. */
export async function startK6(k6: K6, call: K6Call): Promise<Child> {
  const child = await k6.scope.spawn({
    command: k6.program,
    args: [...call.args, call.script ?? '-'],
    cwd: call.cwd,
    env: { ...k6.env, ...SILENT_ENV, ...CSV_ENV },
    graceMs: 10_000,
  });
  if (call.stdin !== undefined) child.stdin.write(call.stdin);
  child.stdin.end();
  return child;
}

/** Feeds both streams to their readers until k6 has ended. */
export async function readAll(
  child: Child,
  onStdout: (chunk: string) => void,
  onStderr: (chunk: string) => void,
): Promise<Exit> {
  child.stdout.setEncoding('utf8').on('data', onStdout);
  child.stderr.setEncoding('utf8').on('data', onStderr);
  return child.exited;
}
