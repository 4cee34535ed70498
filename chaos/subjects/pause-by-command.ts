import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { InfraError } from '../../kernel/errors.ts';
import type { CommandedProcess } from '../../kernel/target.ts';
import { killTied, spawnTied } from '../../kernel/tied-program.ts';

/** Of what a command said, in characters. */
const MOST_WORDS = 1000;

/** Runs the command that makes a process stand still, without a shell. Throws an InfraError when it does not end with success. */
export async function pauseByCommand(
  { pause: [command = '', ...args] }: CommandedProcess,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const child = spawnTied({ command, args, cwd: tmpdir() });
  const stop = () => killTied(child);
  signal.addEventListener('abort', stop);
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await once(child, 'close')) as [number | null];
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (code === 0) return;
  const words = (await said).join(' ').trim().slice(0, MOST_WORDS);
  throw new InfraError(
    `\`${[command, ...args].join(' ')}\` did not pause: it ended with ${code ?? 'a signal'}: ${words || 'it said nothing'}`,
  );
}
