import { spawn, type ChildProcess } from 'node:child_process';
import { EXIT } from '../../kernel/errors.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Program {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Programs one after the other, each in a group of its own: a Ctrl-C, or a signal for us alone, reaches its group once, through us, and
 * none is begun after it.
 */
export class InTurn implements Disposable {
  #stopped = false;
  #current: ChildProcess | undefined;

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.#pass);
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Its exit code. One that cannot be started, that a signal ends, or that is not begun any more says nothing: `unknown`. */
  async run({ program, args, cwd, env }: Program): Promise<number> {
    if (this.#stopped) return EXIT.unknown;
    const stdio = ['ignore', 'inherit', 'inherit'] as const;
    const child = spawn(program, args, { cwd, env, stdio: [...stdio], detached: true });
    this.#current = child;
    return new Promise((resolve) => {
      child.once('error', (error) => {
        console.error(`cannot start ${program}: ${error.message}`);
        resolve(EXIT.unknown);
      });
      child.once('exit', (code) => resolve(code ?? EXIT.unknown));
    });
  }

  [Symbol.dispose](): void {
    for (const signal of SIGNALS) process.off(signal, this.#pass);
  }

  readonly #pass = (signal: NodeJS.Signals): void => {
    this.#stopped = true;
    const { pid, exitCode, signalCode } = this.#current ?? {};
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, signal);
  };
}
