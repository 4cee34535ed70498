/**
 * Processes that cannot be lost: each waits, held by a shell stub, until its undo is on disk, and leads a process group of its
 * own, so that its whole tree can be ended.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { InfraError } from './errors.ts';
import type { Exit, SpawnRequest } from './scope.ts';

/** The variable that marks every process of a run. */
export const RUN_MARKER = 'HARNESS_RUN';

/** Reads one line from fd 3, then becomes the command. End of file without a line (the harness died): it just exits. */
const HOLD = 'read -r go <&3 && exec "$@" 3<&-';

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

/** Starts `request` held at its stub. Throws an InfraError when even the stub cannot start. */
export async function spawnHeld(request: SpawnRequest, run: string): Promise<HeldProcess> {
  const file = typeof request.output === 'object' ? openSync(request.output.file, 'a', 0o600) : undefined;
  try {
    const child = spawn('/bin/sh', ['-c', HOLD, 'sh', request.command, ...request.args], {
      detached: true,
      cwd: request.cwd,
      env: { ...process.env, ...request.env, [RUN_MARKER]: run },
      stdio: ['pipe', file ?? 'pipe', file ?? 'pipe', 'pipe'],
      ...(request.uid !== undefined && { uid: request.uid }),
      ...(request.gid !== undefined && { gid: request.gid }),
    });
    return await held(child, request);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

async function held(child: ChildProcess, request: SpawnRequest): Promise<HeldProcess> {
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

/** A process's start time in clock ticks since boot, which with its pid names it for good; undefined when there is none. */
export function startedAt(pid: number): string | undefined {
  return statOf(pid)?.[19];
}

/** Fields 3… of /proc/<pid>/stat (the state is the first); a zombie counts as gone. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields;
  } catch {
    return undefined;
  }
}

/** Every live process, for looking through; empty where there is no /proc. */
function pids(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** The live members of a process group. */
export function groupMembers(group: number): readonly number[] {
  return pids().filter((pid) => statOf(pid)?.[2] === String(group));
}

/** The live processes that carry the run's marker, except the caller and the watcher. */
export function markedProcesses(run: string): readonly number[] {
  const marker = `${RUN_MARKER}=${run}`;
  return pids().filter(
    (pid) => pid !== process.pid && environmentOf(pid).includes(marker) && statOf(pid) !== undefined,
  );
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** Sends a signal to a group or a process; one that is gone is no error. */
export function signal(pid: number, name: string): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already, which is what a signal here is for.
  }
}

/** Waits until `gone()` or the time is up; says which. */
export async function waitUntil(gone: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!gone()) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
