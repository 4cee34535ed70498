/**
 * What becomes of the watcher once the harness is dead (see `startWatcher`): puts everything back, and takes as long as that
 * takes. The watcher stands before the run has a folder; if there never was one, there is nothing to do either.
 */
import { basename } from 'node:path';
import { runFolderAt } from '../evidence/store.ts';
import { sayPublished } from './finish/publish.ts';
import { healFolder } from './heal/heal-folder.ts';
import { healRun, type HealedRun } from './heal/heal-run.ts';
import { TARGET_STATE } from './session/target-state.ts';
import { guardOutput } from './terminal/output.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: watcher.ts <run folder>; the harness starts it by itself');

// A signal meant for the harness, or its terminal closing, must not take the watcher along.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// Whoever would have read it may be gone.
guardOutput();

const healing: Promise<HealedRun> =
  folder === TARGET_STATE ? healFolder(folder) : healRun(runFolderAt(folder, basename(folder)), 'watcher');
const { failures, published = [] } = await healing;
for (const failure of failures) console.error(`not put back, which ./harness heal tries again: ${failure}`);
for (const one of published) if (one.outcome === 'failed') console.error(sayPublished(one));
