import { text } from 'node:stream/consumers';
import type { Scope, SpawnRequest } from '../../kernel/scope.ts';

/** What a program said, and how it ended. Kept in memory only: what a scanner says may hold a secret. */
export interface Ended {
  /** Null after a signal. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end inside a scope. How it ended is for the caller to judge. */
export async function runToEnd(scope: Scope, request: SpawnRequest, input = ''): Promise<Ended> {
  const child = await scope.spawn(request);
  child.stdin.on('error', () => undefined).end(input);
  const [out, err, { code }] = await Promise.all([text(child.stdout), text(child.stderr), child.exited]);
  return { code, out, err };
}

/** The last lines that a program said, on one. */
export function lastWords({ out, err }: Ended, lines = 3): string {
  const said = `${out}\n${err}`.split('\n').filter((line) => line.trim() !== '');
  return said.slice(-lines).join(' | ') || 'it said nothing';
}
