import { InfraError } from '../../kernel/errors.ts';
import type { CommandedProcess, TargetProcess } from '../../kernel/target.ts';

/** For faults that only processes of the harness's own can have. Throws an InfraError for one that commands act on. */
export function ownProcess(process: TargetProcess | CommandedProcess): TargetProcess {
  if ('pid' in process) return process;
  throw new InfraError({
    what: `the process at ${process.listen} is not the harness's own: commands of its environment can pause and stop it, and nothing else.`,
    fix: 'run this fault against the reference target (--env local)',
  });
}
