/**
 * Processes that cannot be lost: each waits, held by a shell stub, until its undo is on disk, and leads a process group of its
 * own, so that its whole tree can be ended.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { boundOutput } from './bounded-output.ts';
import { InfraError } from './errors.ts';
import { startedAt } from './process.ts';
import { enterCgroup } from './run-cgroup.ts';
import { memoryMarkKiB, RUN_MARKER } from './run-mark.ts';
import type { Exit, SpawnRequest } from './scope.ts';

/**
 * Takes on the mark of its run, its first argument; a lower limit that is set already stays. Elsewhere than on Linux this limit
 * may be heeded, and none is set.
 */
const MARK = process.platform === 'linux' ? 'command ulimit -S -m "$1" 2>/dev/null; shift' : 'shift';
/** Then reads one line from fd 3 and becomes the command. End of file without a line (the harness died): it just exits. */
const HOLD = `${MARK}; read -r go <&3 && exec "$@" 3<&-`;

export interface HeldProcess {
  readonly pid: number;
  readonly startedAt: string;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exited: Promise<Exit>;
  /** Lets the command begin. */
  release(): void;
  /** Ends the stub instead: the command never begins. */
  abandon(): void;
}

/** Starts `request` held at its stub, in the run's cgroup if it has one. Throws an InfraError when even the stub cannot start. */
export async function spawnHeld(request: SpawnRequest, run: string, cgroup?: string): Promise<HeldProcess> {
  const file = typeof request.output === 'object' ? openSync(request.output.file, 'a', 0o600) : undefined;
  try {
    const child = spawn(
      '/bin/sh',
      ['-c', HOLD, 'sh', String(memoryMarkKiB(run)), request.command, ...request.args],
      {
        detached: true,
        cwd: request.cwd,
        env: { ...process.env, ...request.env, [RUN_MARKER]: run },
        stdio: ['pipe', file ?? 'pipe', file ?? 'pipe', 'pipe'],
        ...(request.uid !== undefined && { uid: request.uid }),
        ...(request.gid !== undefined && { gid: request.gid }),
      },
    );
    if (typeof request.output === 'object') child.once('close', boundOutput(request.output.file));
    return await held(child, request, cgroup);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

async function held(child: ChildProcess, request: SpawnRequest, cgroup?: string): Promise<HeldProcess> {
  const exited = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new InfraError(`cannot start ${request.command}: ${error.message}`)),
    );
  });
  const pid = child.pid ?? 0;
  if (cgroup !== undefined) enterCgroup(cgroup, pid);
  const gate = child.stdio[3] as Writable;
  const stdin = child.stdin ?? new PassThrough();
  // A process that has died does not read: its exit code tells, not a broken pipe here.
  for (const stream of [gate, stdin]) stream.on('error', () => undefined);
  return {
    pid,
    startedAt: startedAt(pid) ?? '',
    stdin,
    stdout: child.stdout ?? emptyStream(),
    stderr: child.stderr ?? emptyStream(),
    exited,
    release: () => gate.end('go\n'),
    abandon: () => gate.end(),
  };
}

function emptyStream(): Readable {
  return new PassThrough().end();
}
