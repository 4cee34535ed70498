import { spawn, type ChildProcess } from 'node:child_process';
import { EXIT } from '../../kernel/errors.ts';
import { PROJECT } from '../../kernel/project.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Node programs one after the other, each in a group of its own: a Ctrl-C, or a SIGTERM for us alone, reaches it once, through us, and none is
 * begun after it.
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

  /** Its exit code; of one that a signal ended, or that is not begun any more, `unknown`. */
  async run(args: readonly string[]): Promise<number> {
    if (this.#stopped) return EXIT.unknown;
    const child = spawn(process.execPath, [...process.execArgv, ...args], {
      cwd: PROJECT,
      env: { ...process.env, HARNESS_PROJECT: PROJECT },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    this.#current = child;
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? EXIT.unknown));
    });
  }

  [Symbol.dispose](): void {
    for (const signal of SIGNALS) process.off(signal, this.#pass);
  }

  readonly #pass = (signal: NodeJS.Signals): void => {
    this.#stopped = true;
    this.#current?.kill(signal);
  };
}
