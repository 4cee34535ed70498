import { spawn } from 'node:child_process';

/** What a command and everything that it waited for cost. */
export interface Cost {
  readonly wallMs: number;
  /** User and system time. */
  readonly cpuMs: number;
}

export interface Command {
  readonly args: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a command to its end. POSIX `times` counts every descendant that was waited for: the harness waits for its tools and for
 * its watcher. Throws with the end of its output when it fails, for a run that broke costs nothing comparable.
 */
export async function cost({ args, cwd, env }: Command): Promise<Cost> {
  const script = '"$@" >&2; code=$?; times; exit $code';
  const startedAt = performance.now();
  const child = spawn('/bin/sh', ['-c', script, 'sh', ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let times = '';
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (times += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2000)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')}: exit ${code ?? 'by signal'}\n${output}`);
  return { wallMs: performance.now() - startedAt, cpuMs: childCpuMs(times) };
}

/** The second line of `times` is of the children: `0m1.230000s 0m0.450000s`. */
export function childCpuMs(times: string): number {
  const line = times.trim().split('\n').at(-1) ?? '';
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) throw new Error(`sh said nothing usable for times: ${times}`);
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  );
}
