/**
 * A cgroup of Linux (version 2) for each run, where the user may make one: no process leaves it, whatever it sheds, and one
 * write ends them all, faster than any of them can start another. Elsewhere the run's marks alone tell its processes.
 */
import { accessSync, constants, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupMount, ownCgroupPath, readSystemFile } from './proc-files.ts';

/** Where the run's cgroup is to be made, below that of this process; undefined where it cannot be. Nothing is made. */
export function placeForCgroup(run: string): string | undefined {
  const own = ownCgroup();
  if (own === undefined || isLimited(own)) return undefined;
  try {
    accessSync(own, constants.W_OK);
    // What moves a process must be allowed to write to the cgroup of both its places.
    accessSync(join(own, 'cgroup.procs'), constants.W_OK);
    return join(own, `harness-${run}`);
  } catch {
    return undefined;
  }
}

function ownCgroup(): string | undefined {
  const path = ownCgroupPath();
  const mount = cgroupMount();
  return path === undefined || mount === undefined || path.startsWith('/..') ? undefined : join(mount, path);
}

/** Tools look for their limits in their own cgroup, not above it: within a run they must find what they find without one. */
function isLimited(own: string): boolean {
  return ['memory.max', 'memory.high', 'cpu.max'].some(
    (file) => !/^max\b/.test(readSystemFile(join(own, file)) ?? 'max'),
  );
}

/** Makes the cgroup. Where the system refuses, the run goes without. */
export function makeCgroup(path: string): void {
  quietly(() => mkdirSync(path));
}

/** Puts a process, and whatever it will start, into a cgroup. */
export function enterCgroup(path: string, pid: number): void {
  quietly(() => writeFileSync(join(path, 'cgroup.procs'), String(pid), { flag: 'r+' }));
}

/** The live processes in a cgroup and those below it. */
export function cgroupMembers(path: string): readonly number[] {
  const own = readSystemFile(join(path, 'cgroup.procs'))?.split('\n').filter(Boolean).map(Number) ?? [];
  return [...own, ...below(path).flatMap(cgroupMembers)];
}

/** Ends every process in a cgroup and below it. */
export function killCgroup(path: string): void {
  try {
    writeFileSync(join(path, 'cgroup.kill'), '1', { flag: 'r+' });
  } catch {
    // Before Linux 5.14 there is no such file; or the cgroup is gone.
    for (const pid of cgroupMembers(path)) quietly(() => process.kill(pid, 'SIGKILL'));
  }
}

/** Removes a cgroup and those below it; false while a process is in one. */
export function removeCgroup(path: string): boolean {
  const gone = below(path).every(removeCgroup);
  try {
    if (gone) rmdirSync(path);
    return gone;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    killCgroup(path);
    return false;
  }
}

function below(path: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(path, name));
  } catch {
    return [];
  }
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // The marks tell the run's processes without it.
  }
}
