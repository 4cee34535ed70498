import { text } from 'node:stream/consumers';
import type { SuiteRun } from '../../../kernel/engine.ts';

const SAID_MAX = 600;

/** Runs promtool in a folder. It ends with another code than 0 where something is wrong, and says what. */
export type Promtool = (
  ...args: readonly string[]
) => Promise<{ readonly code: number | null; readonly said: string }>;

export function promtoolIn(
  { scope, signal }: Pick<SuiteRun, 'scope' | 'signal'>,
  command: string,
  cwd: string,
): Promtool {
  return async (...args) => {
    signal.throwIfAborted();
    const child = await scope.spawn({ command, args, cwd });
    const [out, error, { code }] = await Promise.all([text(child.stdout), text(child.stderr), child.exited]);
    signal.throwIfAborted();
    return { code, said: `${out}\n${error}`.replaceAll(/\s+/g, ' ').trim().slice(0, SAID_MAX) };
  };
}
