/**
 * Outlives the harness by as long as it takes to put everything back. Holds a pipe from it on stdin: "done" means that there
 * is nothing to do; end of file without it, that the harness is dead. It stands before the run has a folder; if there never is
 * one, it has nothing to do either.
 */
import { basename } from 'node:path';
import { runFolderAt } from '../evidence/store.ts';
import { healFolder } from './heal/heal-folder.ts';
import { healRun } from './heal/heal-run.ts';
import { TARGET_STATE } from './session/target-state.ts';
import { guardOutput } from './terminal/output.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: watcher.ts <run folder>; the harness starts it by itself');

// A signal meant for the harness, or its terminal closing, must not take the watcher along.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

let heard = '';
process.stdin.on('data', (chunk: Buffer) => (heard += chunk.toString()));
process.stdin.on('end', () => {
  if (heard.includes('done')) return;
  const healing =
    folder === TARGET_STATE ? healFolder(folder) : healRun(runFolderAt(folder, basename(folder)), 'watcher');
  void healing.then(({ failures }) => {
    for (const failure of failures)
      console.error(`not put back, which ./harness heal tries again: ${failure}`);
  });
});
// Whoever would have read it may be gone.
guardOutput();
process.stdout.write('watching\n');
