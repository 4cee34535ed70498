import { execFileSync } from 'node:child_process';
import { InfraError, messageOf } from './errors.ts';
import type { ProcessFacts, ProcessTable } from './process-facts.ts';
import { RUN_MARKER } from './run-mark.ts';

/** One option each: where POSIX is followed to the letter, a heading reaches to the end of its option. */
const FACTS = ['pid=', 'ppid=', 'pgid=', 'stat=', 'lstart='].flatMap((column) => ['-o', column]);
const COMMAND = ['pid=', 'command='].flatMap((column) => ['-o', column]);
/** How to have the environment shown behind each command: of one's own processes, where the system does not hide it. */
const WITH_ENVIRONMENT = process.platform === 'darwin' ? ['-A', '-E', '-ww'] : ['axeww'];
const TIMEOUT_MS = 30_000;

/** Processes as `ps` tells them, for systems without /proc such as macOS. Start times are to the second. */
export class PsTable implements ProcessTable {
  readonly #program: string;

  constructor(program = 'ps') {
    this.#program = program;
  }

  read(pid: number): ProcessFacts | undefined {
    return this.#lines(...FACTS, '-p', String(pid)).map(parseFacts)[0];
  }

  all(): readonly ProcessFacts[] {
    return this.#lines('-A', ...FACTS).flatMap((line) => parseFacts(line) ?? []);
  }

  marked(run: string): readonly number[] {
    const marker = `${RUN_MARKER}=${run}`;
    const having = (lines: readonly string[]) =>
      lines.filter((line) => line.split(/\s+/).includes(marker)).map((line) => Number.parseInt(line, 10));
    const found = having(this.#lines(...WITH_ENVIRONMENT, ...COMMAND));
    if (found.length === 0) return [];
    // Somebody who only looks for the marker has it among the words of his command.
    const asWord = new Set(having(this.#lines('-A', '-ww', ...COMMAND)));
    return found.filter((pid) => !asWord.has(pid));
  }

  #lines(...args: readonly string[]): readonly string[] {
    try {
      const out = execFileSync(this.#program, args, {
        encoding: 'utf8',
        // Times must read the same whoever asks, and in summer as in winter.
        env: { ...process.env, LC_ALL: 'C', TZ: 'UTC0' },
        maxBuffer: 2 ** 28,
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: TIMEOUT_MS,
      });
      return out.split('\n').filter((line) => line.trim() !== '');
    } catch (error) {
      // With 1 it says that there is no such process.
      if ((error as { status?: unknown }).status === 1) return [];
      throw new InfraError(`\`${this.#program} ${args.join(' ')}\` failed: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

/** A line of `FACTS`; undefined for a zombie. */
function parseFacts(line: string): ProcessFacts | undefined {
  const [pid, parent, group, state = 'Z', ...started] = line.trim().split(/\s+/);
  if (state.startsWith('Z')) return undefined;
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    startedAt: started.join(' '),
    stopped: state.startsWith('T'),
    waits: /^[DU]/.test(state),
  };
}
