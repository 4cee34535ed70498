import { tmpdir } from 'node:os';
import { InfraError } from '../../kernel/errors.ts';
import type { CommandedProcess } from '../../kernel/target.ts';
import { runTied } from '../../kernel/tied-program.ts';

/** Runs the command that makes a process stand still, without a shell. Throws an InfraError when it does not end with success. */
export async function pauseByCommand(
  { pause: [command = '', ...args] }: CommandedProcess,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const { code, words } = await runTied({ command, args, cwd: tmpdir() }, signal);
  signal.throwIfAborted();
  if (code === 0) return;
  throw new InfraError(
    `\`${[command, ...args].join(' ')}\` did not pause: it ended with ${code ?? 'a signal'}: ${words}`,
  );
}
