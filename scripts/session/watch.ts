import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { InfraError } from '../../kernel/errors.ts';
import { PRODUCT, PROJECT } from '../../kernel/project.ts';

/** The process that puts everything back when this one dies. */
export interface Watcher {
  readonly pid: number;
  /** Settles if the watcher ends before it was told to. */
  readonly lost: Promise<void>;
  /** From now on it takes away, while this process lives, what outlasts its time to live. */
  wake(): void;
  /** The run is over and everything is put back: the watcher has nothing to do. */
  done(): Promise<void>;
}

/**
 * Waits for a line on the pipe and becomes its arguments where that is not "done", or none comes. A signal meant for the harness,
 * or its terminal closing, must not take it along. A shell, for most runs end well: then nothing else was ever loaded.
 */
const WATCH = `trap '' INT TERM HUP; echo watching; read -r said; [ "$said" = done ] || exec "$@"`;

/**
 * Starts the watcher in a session of its own, holding a pipe from this process: end of file without "done" means that this
 * process is dead. Returns when it watches; throws an InfraError when it does not come up.
 */
export async function startWatcher(runFolder: string): Promise<Watcher> {
  const heal = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    join(PRODUCT, 'scripts/watcher.ts'),
    runFolder,
  ];
  const child = spawn('/bin/sh', ['-c', WATCH, 'watcher', ...heal], {
    detached: true,
    cwd: PROJECT,
    env: { ...process.env, HARNESS_PROJECT: PROJECT },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // A watcher that is gone is noticed by its exit, not by a broken pipe here.
  child.stdin.on('error', () => undefined);
  const gone = once(child, 'exit').then(() => undefined);
  const ready = await Promise.race([once(child.stdout, 'data').then(() => true), gone.then(() => false)]);
  if (!ready)
    throw new InfraError(`the watcher of ${runFolder} did not start; nothing was started without it`);
  let over = false;
  let awake = false;
  child.stdout.destroy();
  child.unref();
  return {
    pid: child.pid ?? 0,
    lost: new Promise((resolve) => void gone.then(() => over || resolve())),
    wake() {
      if (!awake) child.stdin.write('wake\n');
      awake = true;
    },
    async done() {
      over = true;
      child.ref();
      child.stdin.end('done\n');
      await gone;
    },
  };
}
