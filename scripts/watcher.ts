/**
 * What the watcher becomes (see `startWatcher`): once the harness is dead, it puts everything back, and takes as long as that
 * takes. While the harness lives, it takes away the faults that are left on for too long. The pipe from the harness on stdin: "done"
 * means that there is nothing more to do; end of file without it, that the harness is dead. The watcher stands before the run has
 * a folder; if there never was one, there is nothing to do either.
 */
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { runFolderAt } from '../evidence/store.ts';
import { sayPublished } from './finish/publish.ts';
import { healFolder } from './heal/heal-folder.ts';
import { healRun, type HealedRun } from './heal/heal-run.ts';
import { OverdueUndos } from './heal/overdue.ts';
import { nameOurselves } from './own-name.ts';
import { TARGET_STATE } from './session/target-state.ts';
import { guardOutput } from './terminal/output.ts';
import { say } from '../kernel/sentence.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: watcher.ts <run folder>; the harness starts it by itself');

// A signal meant for the harness, or its terminal closing, must not take the watcher along.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// Whoever would have read it may be gone.
guardOutput();
// What it seals, it judges by the project's own policy.
nameOurselves();

const over = new AbortController();
new OverdueUndos(join(folder, 'undo.ndjson')).watch(over.signal);
const heard = await text(process.stdin);
over.abort();
if (!heard.includes('done')) await putBack(folder);

async function putBack(folder: string): Promise<void> {
  const { failures, published = [] }: HealedRun =
    folder === TARGET_STATE
      ? await healFolder(folder)
      : await healRun(runFolderAt(folder, basename(folder)), 'watcher');
  for (const failure of failures)
    console.error(`not put back, which ./harness heal tries again: ${say(failure)}`);
  for (const one of published) if (one.outcome === 'failed') console.error(sayPublished(one));
}
