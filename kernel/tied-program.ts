import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

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

/** Ends it, and what it has started, at once. */
export function killTied({ pid }: { readonly pid?: number | undefined }): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
