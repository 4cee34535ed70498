import { listRuns, type RunJson } from '../../evidence/store.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { isOfPlainFile } from '../../kernel/plan.ts';
import { judgeRun } from '../finish/judge-run.ts';
import { EVIDENCE } from '../session/places.ts';

export interface OfWhichRun {
  readonly environment: string;
  readonly stage: string | undefined;
}

/**
 * What to run again: the suites, or plain files, that failed or were unknown in the newest run of an environment, judged as it stands
 * now, so that one that was killed counts too. What has no place there is left out. Throws a ConfigError where there is no such run,
 * or nothing of it failed.
 */
export async function lastFailed(wanted: OfWhichRun, root = EVIDENCE): Promise<readonly string[]> {
  const found = listRuns(root).find(({ run }) => run !== undefined && isOne(run, wanted));
  const of = `${wanted.environment}${wanted.stage === undefined ? '' : `, stage ${wanted.stage}`}`;
  if (found === undefined)
    throw new ConfigError(`--last-failed: there is no run of ${of} yet; run without it first`);
  const { record, decision } = await judgeRun(found);
  const failed = record.planned.filter(({ suite: { name }, missing }) => {
    const verdict = decision.suites.get(name)?.verdict ?? 'unknown';
    return missing === undefined && (verdict === 'fail' || verdict === 'unknown');
  });
  if (failed.length > 0)
    return failed.map(({ suite: { name }, file }) => (isOfPlainFile(name) ? file : name));
  throw new ConfigError({
    what: `--last-failed: no suite failed or was unknown in ${found.id}, the newest run of ${of}.`,
    fix: `leave --last-failed out; ./harness explain ${found.id} says what that run is worth`,
  });
}

/** Runs of detect spoil the product on purpose, and imported evidence cannot be run again. */
function isOne(run: RunJson, { environment, stage }: OfWhichRun): boolean {
  const isOther = run.detection !== undefined || run.imported !== undefined;
  return !isOther && run.environment.name === environment && (stage === undefined || run.stage === stage);
}
