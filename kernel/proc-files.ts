/** What Linux tells in files: of processes, of the machine, of cgroups. Elsewhere there are none of them. Read here and nowhere else. */
import { readdirSync, readFileSync } from 'node:fs';

/** CPU time in /proc is counted in hundredths of a second, whatever the system's own clock is (USER_HZ, see proc(5)). */
export const TICKS_PER_SECOND = 100;

/** The text of such a file; undefined where it is not, as of a process that is gone. */
export function readSystemFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** What follows the name in the text of `/proc/<pid>/stat`: field 3 and those behind it. The name, in parentheses, may hold anything. */
export function statFields(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** The processes that have a folder in `/proc`. Throws where there is no such. */
export function processIds(proc = '/proc'): readonly number[] {
  return readdirSync(proc).map(Number).filter(Number.isInteger);
}

/** This process' own cgroup (version 2), as a path below the place where cgroups are mounted. */
export function ownCgroupPath(): string | undefined {
  return /^0::(\/.*)$/m.exec(readSystemFile('/proc/self/cgroup') ?? '')?.[1];
}

/** Where cgroups of version 2 are mounted. */
export function cgroupMount(): string | undefined {
  return / \/ (\S+) .* - cgroup2 /m.exec(readSystemFile('/proc/self/mountinfo') ?? '')?.[1];
}
