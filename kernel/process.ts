/** Looking at processes, and ending them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessFacts } from './process-facts.ts';
import { processTable } from './process-table.ts';

/** When a process started, which with its pid names it for good; undefined when there is none. */
export function startedAt(pid: number): string | undefined {
  return processTable().read(pid)?.startedAt;
}

/** The live members of a process group. */
export function groupMembers(group: number): readonly number[] {
  return processTable()
    .all()
    .filter((one) => one.group === group)
    .map(({ pid }) => pid);
}

/** The live processes of a run, except the caller: those that carry a mark of it, their descendants, and who shares a group with one. */
export function markedProcesses(run: string): readonly number[] {
  const marked = processTable().marked(run);
  if (marked.length === 0) return [];
  return withKin(new Set(marked), processTable().all()).filter((pid) => pid !== process.pid);
}

/**
 * Descendants shed marks, or carry those of a run within the run. A group holds no stranger: a run's processes are in sessions
 * of their own, and a group never leaves its session.
 */
export function withKin(
  marked: ReadonlySet<number>,
  all: readonly Pick<ProcessFacts, 'pid' | 'parent' | 'group'>[],
): readonly number[] {
  const known = new Set(marked);
  for (let before = 0; before < known.size;) {
    before = known.size;
    const groups = new Set(all.filter(({ pid }) => known.has(pid)).map(({ group }) => group));
    // The group of one that came from outside of a container reads as 0, whosever it is.
    groups.delete(0);
    for (const { pid, parent, group } of all) if (known.has(parent) || groups.has(group)) known.add(pid);
  }
  return [...known];
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
  const deadline = performance.now() + timeoutMs;
  while (!gone()) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
