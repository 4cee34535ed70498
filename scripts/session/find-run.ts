import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listRuns, runFolder, runFolderAt, type RunFolder } from '../../evidence/store.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { EVIDENCE } from './places.ts';

/** The run of an id, the one in a folder (a path has a slash), or the newest for `latest`. A ConfigError names the newest runs when there is none. */
export function findRun(id: string): RunFolder {
  if (id.includes('/') && existsSync(id)) {
    // The run's id is the name of the folder itself, not of a link to it such as evidence/latest.
    const folder = realpathSync(id);
    const run = runFolderAt(folder, basename(folder));
    if ([run.json, run.journal, run.manifest].some((file) => existsSync(file))) return run;
    throw new ConfigError({
      what: `${id} is no run: got a ${statSync(folder).isDirectory() ? 'folder without run.json, run.ndjson or manifest.json' : 'file'}`,
      fix: 'name a run id, or the folder of one such as evidence/runs/<run id>; ./harness evidence list names them',
    });
  }
  const wanted = id === 'latest' ? latest() : id.replace(/\/+$/, '');
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
