import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import type { Command } from '../../../fixtures/bindings/target.ts';

type Variables = Readonly<Record<string, string>>;

/** How a command ended, and what it complained of. */
export interface Ended {
  readonly code: number | null;
  readonly complaints: string;
}

/** A command of the environment that goes on until it is told to end. */
export interface Going {
  /** Its first line; undefined where it ended without one. */
  readonly line: Promise<string | undefined>;
  /** Closes its standard input, after these last words, and waits for its end. */
  end(words?: string): Promise<Ended>;
}

/** Starts it with our variables and these. Rejects nothing: how it ended is told. */
export function begin([program, ...args]: Command, variables: Variables): Going {
  const child = spawn(program, args, {
    env: { ...process.env, ...variables },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = endOf(child);
  const lines = createInterface({ input: child.stdout });
  const line = Promise.race([
    once(lines, 'line').then(([text]) => String(text)),
    ended.then(() => undefined),
  ]);
  return {
    line,
    end: (words = '') => {
      child.stdin.on('error', () => undefined).end(words);
      return ended;
    },
  };
}

/** Runs it to its end, with that at its standard input. */
export function run(command: Command, variables: Variables, input = ''): Promise<Ended> {
  return begin(command, variables).end(input);
}

/** Fails with what it complained of. */
export function expectDone({ code, complaints }: Ended, what: string): void {
  expect(code, `how ${what} ended, which said: ${complaints}`).toBe(0);
}

async function endOf(child: ChildProcess): Promise<Ended> {
  let complaints = '';
  child.stderr
    ?.setEncoding('utf8')
    .on('data', (more) => (complaints = `${complaints}${String(more)}`.slice(-2000)));
  try {
    await once(child, 'close');
    return { code: child.exitCode, complaints };
  } catch (error) {
    return { code: null, complaints: String(error) };
  }
}
