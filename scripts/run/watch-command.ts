import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '../../kernel/errors.ts';
import { OUTPUT, ROOT } from '../root.ts';
import { runAgain, type Changes } from './run-again.ts';
import type { RunOptions } from './run-request.ts';

/** An editor writes a file in several steps. */
const SETTLES_MS = 200;

/** `run --watch`: each run in a process of its own, so that it reads what was changed. */
export async function watchCommand(
  words: readonly string[],
  { json, result }: Pick<RunOptions, 'json' | 'result'>,
): Promise<number> {
  if (json === true || result !== undefined)
    throw new ConfigError('--watch: it makes many runs, and --json and --result tell of one');
  const interrupted = new AbortController();
  let running: ChildProcess | undefined;
  // A terminal tells the run as well, which seals; this waits for it. Of what was sent to this process alone the run is told.
  process.on('SIGINT', () => interrupted.abort());
  for (const signal of ['SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      interrupted.abort();
      running?.kill(signal);
    });
  const args = words.filter((word) => word !== '--watch');
  const run = async () => {
    running = spawn(process.execPath, [process.argv[1] ?? '', ...args], { stdio: 'inherit' });
    const [code] = (await once(running, 'close')) as [number | null];
    running = undefined;
    if (!interrupted.signal.aborted) console.log('\nwatching the sources of the project; Ctrl-C ends it\n');
    return code ?? 2;
  };
  using changes = changesIn(ROOT);
  return await runAgain(run, changes, interrupted.signal);
}

/** Of sources: what runs write is none, nor what packages bring. */
function changesIn(root: string): Changes & Disposable {
  let changed = Promise.withResolvers<undefined>();
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name);
  const look = (folder: string, recursive: boolean) =>
    watch(join(root, folder), { recursive }, (_event, file) => {
      if (isSource(join(folder, file ?? ''))) changed.resolve(undefined);
    });
  const watchers = [...folders.map((folder) => look(folder, true)), look('', false)];
  return {
    [Symbol.dispose]: () => {
      for (const watcher of watchers) watcher.close();
    },
    next: async () => {
      await changed.promise;
      await sleep(SETTLES_MS);
      changed = Promise.withResolvers();
    },
  };
}

/** A file of the project that somebody wrote, relative to it. */
export function isSource(file: string): boolean {
  return !OUTPUT.test(file) && !/(^|\/)(node_modules|\.[^/]+)(\/|$)|(~|\.partial|\.swp)$/.test(file);
}
