import { readSystemFile, statFields, TICKS_PER_SECOND } from '../../../../kernel/proc-files.ts';

/** What a process has used so far. */
export interface ProcessUsage {
  /** On all cores together, s. */
  readonly cpuSeconds: number;
  /** Resident, MB of 10^6 bytes. */
  readonly memoryMb: number;
}

/** Undefined for a process that is gone, and on systems without /proc. */
export function usageOf(pid: number): ProcessUsage | undefined {
  const [stat, status] = [readSystemFile(`/proc/${pid}/stat`), readSystemFile(`/proc/${pid}/status`)];
  return stat === undefined || status === undefined ? undefined : parseUsage(stat, status);
}

/** From the texts of `/proc/<pid>/stat` and `/proc/<pid>/status`. A zombie, whose memory is gone, has no usage. */
export function parseUsage(stat: string, status: string): ProcessUsage | undefined {
  const fields = statFields(stat);
  const ticks = Number(fields[11]) + Number(fields[12]);
  const kibibytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  if (!Number.isFinite(ticks) || !Number.isFinite(kibibytes)) return undefined;
  return { cpuSeconds: ticks / TICKS_PER_SECOND, memoryMb: (kibibytes * 1024) / 1e6 };
}
