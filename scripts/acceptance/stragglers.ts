import { readFileSync, readdirSync } from 'node:fs';
import { signal, startedAt, waitUntil } from '../../kernel/process.ts';
import { patience } from '../../kernel/testing/patience.ts';

const PATIENCE_MS = patience(10_000);

/** The live processes whose command line names something below a folder: its harnesses, watchers, tools and databases. */
export function processesOf(folder: string): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid)
    .filter((pid) => commandOf(pid).includes(folder) && startedAt(pid) !== undefined);
}

/** A watcher may still be building reports: it is waited for. What then still runs is killed. */
export async function endProcessesOf(folder: string): Promise<void> {
  if (await waitUntil(() => processesOf(folder).length === 0, PATIENCE_MS)) return;
  for (const pid of processesOf(folder)) signal(pid, 'SIGKILL');
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
