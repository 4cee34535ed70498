import { existsSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listRuns, runFolder, runFolderAt, type RunFolder } from '../../evidence/store.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { EVIDENCE } from './places.ts';

/** The run of an id, the one in a folder (a path has a slash), or the newest for `latest`. A ConfigError names the newest runs when there is none. */
export function findRun(id: string): RunFolder {
  if (id.includes('/') && existsSync(id)) {
    // The run's id is the name of the folder itself, not of a link to it such as evidence/latest.
    const folder = realpathSync(id);
    return runFolderAt(folder, basename(folder));
  }
  const wanted = id === 'latest' ? latest() : id;
  const runs = listRuns(EVIDENCE);
  if (wanted !== undefined && runs.some((run) => run.id === wanted)) return runFolder(EVIDENCE, wanted);
  const newest = runs.slice(0, 5).map((run) => run.id);
  throw new ConfigError(
    `no run "${id}"; the newest: ${newest.join(', ') || 'none yet: ./harness run makes one'}`,
  );
}

function latest(): string | undefined {
  try {
    return basename(realpathSync(join(EVIDENCE, 'latest')));
  } catch {
    return undefined;
  }
}
