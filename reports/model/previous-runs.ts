import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runSummarySchema, type RunSummary } from './history.ts';

export const SUMMARY_FILE = 'summary.json';

/** How many earlier runs a report looks at, and how many folders it opens to find them. */
const MOST_RUNS = 50;
const MOST_FOLDERS = 1000;

/**
 * The summaries of the newest runs below `reports/runs/`, of the same environment if one is named. A folder without a
 * summary, or with one that cannot be read, is passed over: history explains a verdict, it never makes one. So is a run of
 * `detect`, whose target may have been spoilt on purpose.
 */
export async function previousRuns(runsFolder: string, environment?: string): Promise<readonly RunSummary[]> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const newest = names.sort().reverse().slice(0, MOST_FOLDERS);
  const found: RunSummary[] = [];
  while (newest.length > 0 && found.length < MOST_RUNS) {
    const next = newest.splice(0, MOST_RUNS).map((name) => readSummary(join(runsFolder, name, SUMMARY_FILE)));
    const read = (await Promise.all(next)).filter((run) => run !== undefined);
    found.push(...read.filter((run) => counts(run, environment)));
  }
  return found.slice(0, MOST_RUNS);
}

function counts({ detection, environment }: RunSummary, wanted: string | undefined): boolean {
  return detection === undefined && (wanted === undefined || environment === wanted);
}

async function readSummary(file: string): Promise<RunSummary | undefined> {
  try {
    return runSummarySchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
