import { tmpdir } from 'node:os';
import { InfraError } from '../../kernel/errors.ts';
import type { Command, CommandedProcess } from '../../kernel/target.ts';
import { runTied } from '../../kernel/tied-program.ts';
import type { Undo } from '../../kernel/undo.ts';

/** A command that puts back what is somebody else's may have to ask far away. */
const PUT_BACK_TIMEOUT_MS = 30_000;

const PUTS_BACK = { pause: 'resume', stop: 'start' } as const;
export type Done = keyof typeof PUTS_BACK;

/** How the command that puts back is told on disk. Throws an InfraError where the environment has no such pair. */
export function undoByCommand(process: CommandedProcess, done: Done): Undo {
  const [command = '', ...args] = commandOf(process, PUTS_BACK[done]);
  return { kind: 'command', command, args, timeoutMs: PUT_BACK_TIMEOUT_MS };
}

/** Runs the command, without a shell. Throws an InfraError when it does not end with success. */
export async function doByCommand(process: CommandedProcess, done: Done, signal: AbortSignal): Promise<void> {
  const [command = '', ...args] = commandOf(process, done);
  signal.throwIfAborted();
  const { code, words } = await runTied({ command, args, cwd: tmpdir() }, signal);
  signal.throwIfAborted();
  if (code === 0) return;
  throw new InfraError(
    `\`${[command, ...args].join(' ')}\` did not ${done}: it ended with ${code ?? 'a signal'}: ${words}`,
  );
}

function commandOf(process: CommandedProcess, name: Done | (typeof PUTS_BACK)[Done]): Command {
  const command = process[name];
  if (command !== undefined) return command;
  throw new InfraError({
    what: `the process at ${process.listen} has no \`${name}\` in its environment.`,
    fix: 'give it `pause` and `resume`, or `stop` and `start`, as the fault needs',
  });
}
