import type { Environment } from '../../../kernel/environment.ts';
import type { Sentence } from '../../../kernel/sentence.ts';
import type { Experiment } from './options.ts';

/** Why an environment whose processes only its own commands act on cannot have one of these faults: told before anything starts. */
export function lackOfCommands(
  { faults }: Pick<Experiment, 'faults'>,
  { name, processes }: Pick<Environment, 'name' | 'processes'>,
): Sentence | undefined {
  if (processes === undefined || isNone(processes)) return undefined;
  for (const { fault, subject } of faults) {
    const process = subject.kind === 'process' ? processes[subject.name] : undefined;
    if (process === undefined) continue;
    if (fault.command === undefined)
      return {
        what: `${fault.name} disturbs processes of the harness's own; ${subject.name} of environment ${name} is not.`,
        fix: 'run it against the reference target (--env local)',
      };
    if (process[fault.command] === undefined)
      return {
        what: `${fault.name} needs \`${fault.command}\` of process ${subject.name}, which environment ${name} does not have.`,
        fix: `add \`${fault.command}\` and the command that puts it back to processes.${subject.name}`,
      };
  }
  return undefined;
}

type Processes = NonNullable<Environment['processes']>;
type None = { readonly none: string };

function isNone(processes: Processes): processes is Extract<Processes, None> {
  return typeof processes['none'] === 'string';
}
