import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'old-runs', 'runs');

/** Runs that earlier versions made and sealed: whatever comes later must verify them, and judge them as they were judged. */
export const OLD_RUNS: readonly string[] = readdirSync(FOLDER)
  .sort()
  .map((id) => join(FOLDER, id));
