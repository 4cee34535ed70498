import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runSummarySchema, type RunSummary } from './history.ts';

export const SUMMARY_FILE = 'summary.json';

/** How many earlier runs a report looks at. */
const MOST_RUNS = 50;

/**
 * The summaries of the newest runs below `reports/runs/`, of the same environment if one is named. A folder without a
 * summary, or with one that cannot be read, is passed over: history explains a verdict, it never makes one.
 */
export async function previousRuns(runsFolder: string, environment?: string): Promise<readonly RunSummary[]> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const newest = names.sort().reverse().slice(0, MOST_RUNS);
  const read = await Promise.all(newest.map((name) => readSummary(join(runsFolder, name, SUMMARY_FILE))));
  return read
    .filter((run) => run !== undefined)
    .filter((run) => environment === undefined || run.environment === environment);
}

async function readSummary(file: string): Promise<RunSummary | undefined> {
  try {
    return runSummarySchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
