import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { ListedRun } from '../../evidence/store.ts';
import { STATE } from '../root.ts';

const FILE = join(STATE, 'settled-runs.json');
const notesSchema = z.record(z.string(), z.strictObject({ startedAt: z.string(), changedMs: z.number() }));
type Notes = z.infer<typeof notesSchema>;

/**
 * The runs below `runs` that were found whole before, and whose folders have not changed since: whoever starts a run need not look
 * into each one that there ever was. Not the newest of them, of which more is asked. `./harness heal` looks at all.
 */
export function settledRuns(runs: string, file = FILE): ReadonlySet<string> {
  const unchanged = Object.entries(readNotes(file)).filter(
    ([id, { changedMs }]) => changedAtMs(runs, id) === changedMs,
  );
  const [newest] = unchanged.reduce((a, b) => (a[1].startedAt > b[1].startedAt ? a : b), ['', OLDEST]);
  return new Set(unchanged.map(([id]) => id).filter((id) => id !== newest));
}

const OLDEST: Notes[string] = { startedAt: '', changedMs: 0 };

/** Notes runs that were found whole. Where that cannot be written, they are looked at again. */
export function noteSettled(runs: string, whole: readonly ListedRun[], file = FILE): void {
  const before = readNotes(file);
  const found: Notes = {};
  for (const { id, run } of whole) {
    const changedMs = changedAtMs(runs, id);
    if (run !== undefined && changedMs !== undefined && before[id]?.changedMs !== changedMs)
      found[id] = { startedAt: run.startedAt, changedMs };
  }
  if (Object.keys(found).length === 0) return;
  const kept = Object.entries(before).filter(([id]) => changedAtMs(runs, id) !== undefined);
  const partial = `${file}.${process.pid}.partial`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(partial, JSON.stringify({ ...Object.fromEntries(kept), ...found }));
    renameSync(partial, file);
  } catch {
    // Nothing depends on it but time.
  }
}

function readNotes(file: string): Notes {
  try {
    return notesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

/** Of a run's folder: a file that comes or goes changes it. */
function changedAtMs(runs: string, id: string): number | undefined {
  return lstatSync(join(runs, id), { throwIfNoEntry: false })?.mtimeMs;
}
