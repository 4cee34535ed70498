/** What Linux tells in files: of processes, of the machine, of cgroups. Elsewhere there are none of them. */
import { readFileSync } from 'node:fs';

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
