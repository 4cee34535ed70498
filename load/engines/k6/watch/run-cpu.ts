import { processIds, readSystemFile, statFields, TICKS_PER_SECOND } from '../../../../kernel/proc-files.ts';
import { markedProcesses } from '../../../../kernel/process.ts';

export interface ProcessCpu {
  readonly pid: number;
  readonly parent: number;
  /** Its own time and that of its children which are gone, s. */
  readonly seconds: number;
}

/**
 * CPU time of everything that belongs to a run, the target too where the run started it: the harness, whatever carries the run's
 * marker, and what those have started, for a program may overwrite what it was started with. Undefined without /proc.
 */
export function runCpuSeconds(run: string): number | undefined {
  const all = processes();
  return all.length === 0 ? undefined : secondsOf(all, markedProcesses(run), process.pid);
}

/** `harness` is one of the run's; not all that it starts is. */
export function secondsOf(all: readonly ProcessCpu[], marked: readonly number[], harness: number): number {
  const own = new Set(marked);
  for (const pid of own) for (const one of all) if (one.parent === pid) own.add(one.pid);
  own.add(harness);
  return all.reduce((sum, { pid, seconds }) => (own.has(pid) ? sum + seconds : sum), 0);
}

function processes(): readonly ProcessCpu[] {
  try {
    return processIds().flatMap((pid) => cpuOf(pid) ?? []);
  } catch {
    return [];
  }
}

function cpuOf(pid: number): ProcessCpu | undefined {
  const stat = readSystemFile(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : parseCpu(pid, stat);
}

/** From the text of `/proc/<pid>/stat`. */
export function parseCpu(pid: number, stat: string): ProcessCpu {
  const fields = statFields(stat);
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND };
}
