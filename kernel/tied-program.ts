import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Beside the program somebody waits for the end of a pipe that this process holds, and then ends the whole group. */
const TIED = '{ read -r end; kill -KILL 0; } <&3 >/dev/null 2>&1 & exec "$@" 3<&-';

export interface TiedProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  /** In place of this process's own. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Starts a program that needs no undo: it, and what it has started, ends with this process however that dies, and what it left
 * running ends with it. For work beside a run: installers, reports.
 */
export function spawnTied({
  command,
  args,
  cwd,
  env,
}: TiedProgram): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn('/bin/sh', ['-c', TIED, 'sh', command, ...args], {
    cwd,
    ...(env && { env }),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const tie = child.stdio[3] as Writable;
  tie.on('error', () => undefined);
  child.once('exit', () => tie.destroy());
  return child as ChildProcessByStdio<null, Readable, Readable>;
}

/** Of what a program said, in characters. */
const MOST_WORDS = 1000;

/** Runs one to its end, at once where `stop` aborts. Gives its exit code, null after a signal, and what it said. */
export async function runTied(
  program: TiedProgram,
  stop: AbortSignal,
): Promise<{ readonly code: number | null; readonly words: string }> {
  const child = spawnTied(program);
  const kill = () => killTied(child);
  stop.addEventListener('abort', kill);
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await once(child, 'close')) as [number | null];
  stop.removeEventListener('abort', kill);
  const words = (await said).join(' ').trim().slice(0, MOST_WORDS);
  return { code, words: words || 'it said nothing' };
}

/** Ends it, and what it has started, at once. */
export function killTied({ pid }: { readonly pid?: number | undefined }): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
