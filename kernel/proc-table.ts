import { join } from 'node:path';
import { processIds, readSystemFile, statFields } from './proc-files.ts';
import type { ProcessFacts, ProcessTable } from './process-facts.ts';
import { memoryMarkBytes, RUN_MARKER } from './run-mark.ts';

/** Places in what follows the name in /proc/<pid>/stat, see proc(5): fields 3, 4, 5, 22 and 25. */
const STATE = 0;
const PARENT = 1;
const GROUP = 2;
const STARTED = 19;
const MEMORY_LIMIT = 22;

/** Processes as Linux tells them in /proc. */
export class ProcTable implements ProcessTable {
  readonly #folder: string;

  constructor(folder = '/proc') {
    this.#folder = folder;
  }

  read(pid: number): ProcessFacts | undefined {
    const stat = this.#stat(pid);
    return stat && factsOf(pid, stat);
  }

  all(): readonly ProcessFacts[] {
    return processIds(this.#folder).flatMap((pid) => this.read(pid) ?? []);
  }

  marked(run: string): readonly number[] {
    const variable = `${RUN_MARKER}=${run}`;
    const limit = memoryMarkBytes(run);
    return processIds(this.#folder).filter((pid) => {
      const stat = this.#stat(pid);
      return stat && (stat[MEMORY_LIMIT] === limit || this.#environment(pid).includes(variable));
    });
  }

  #stat(pid: number): readonly string[] | undefined {
    const stat = readSystemFile(join(this.#folder, String(pid), 'stat'));
    if (stat === undefined) return undefined;
    const fields = statFields(stat);
    return fields[STATE] === 'Z' || fields[STATE] === 'X' ? undefined : fields;
  }

  #environment(pid: number): readonly string[] {
    return readSystemFile(join(this.#folder, String(pid), 'environ'))?.split('\0') ?? [];
  }
}

function factsOf(pid: number, stat: readonly string[]): ProcessFacts {
  return {
    pid,
    parent: Number(stat[PARENT]),
    group: Number(stat[GROUP]),
    startedAt: stat[STARTED] ?? '',
    stopped: stat[STATE] === 'T',
    waits: stat[STATE] === 'D',
  };
}
