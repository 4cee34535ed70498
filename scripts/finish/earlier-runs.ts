import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { glance } from '../../evidence/glance.ts';
import { runFolder } from '../../evidence/store.ts';
import type { RunSummary } from '../../reports/model/history.ts';
import { previousRuns } from '../../reports/model/previous-runs.ts';
import type { Places } from '../session/point-latest.ts';

/**
 * Summaries of the newest runs of an environment, for reports to show since when something is wrong. One whose evidence does not
 * verify at a glance is passed over; one whose evidence was deleted, or is not sealed yet, is not.
 */
export async function earlierRuns(
  { evidence, reports }: Places,
  environment: string,
): Promise<readonly RunSummary[]> {
  const runs = await previousRuns(join(reports, 'runs'), environment);
  return runs.filter(({ id }) => {
    const run = runFolder(evidence, id);
    return !existsSync(run.folder) || glance(run).every(({ kind }) => kind !== 'changed');
  });
}
