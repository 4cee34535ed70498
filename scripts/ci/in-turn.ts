import { spawn } from 'node:child_process';
import { EXIT } from '../../kernel/errors.ts';
import { quote } from '../terminal/quote.ts';
import { ROOT } from '../root.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Commands one at a time. A signal goes on to the one that runs, and no other is begun. */
export interface Turns {
  /** Its exit code. One that did not start, that a signal ended, or that came after one, says nothing of the product: `unknown`. */
  run(words: readonly string[]): Promise<number>;
  /** From now on signals are nothing special. */
  end(): void;
}

export function inTurn(): Turns {
  const heard = new AbortController();
  let current: Running | undefined;
  const pass = (signal: NodeJS.Signals) => {
    heard.abort();
    current?.signal(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  const isStopped = () => heard.signal.aborted;
  return {
    async run(words) {
      if (isStopped()) return EXIT.unknown;
      current = execute(words);
      const code = await current.ended;
      return isStopped() && code === EXIT.pass ? EXIT.unknown : code;
    },
    end() {
      for (const signal of SIGNALS) process.off(signal, pass);
    },
  };
}

interface Running {
  readonly ended: Promise<number>;
  signal(signal: NodeJS.Signals): void;
}

/** In a group of its own, so that a Ctrl-C reaches it once: through us. */
function execute(words: readonly string[]): Running {
  console.log(`$ ${words.map(quote).join(' ')}`);
  const [program = '', ...args] = words;
  const isOurs = program === 'harness';
  // What is not ours finds its project by itself: tests make projects of their own.
  const { HARNESS_PROJECT, ...others } = process.env;
  const child = spawn(
    isOurs ? process.execPath : program,
    isOurs ? [...process.execArgv, process.argv[1] ?? '', ...args] : args,
    {
      cwd: ROOT,
      env: isOurs ? { ...others, HARNESS_PROJECT } : others,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    },
  );
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      console.error(`cannot start ${program}: ${error.message}`);
      resolve(EXIT.unknown);
    });
    child.once('exit', (code) => resolve(code ?? EXIT.unknown));
  });
  return {
    ended,
    signal: (signal) => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, signal);
    },
  };
}
