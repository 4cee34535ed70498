import { readRun } from '../../evidence/read-run.ts';
import { listRuns, type ListedRun } from '../../evidence/store.ts';
import type { FreshRun, Policy } from '../../kernel/policy.ts';
import { EVIDENCE } from '../session/places.ts';
import { policyOf } from '../session/run-record.ts';

const DAY_MS = 86_400_000;

/**
 * The last whole run of each stage that the policy asks for, in the same environment. One that is not sealed, or whose evidence
 * does not verify, is passed over: it shows nothing. Whether what was found is good enough, the gate says.
 */
export function freshRuns(policy: Policy, environment: string, now: Date, root = EVIDENCE): FreshRun[] {
  const wanted = policy.fresh ?? [];
  if (wanted.length === 0) return [];
  const runs = listRuns(root);
  return wanted.flatMap(({ stage }) => {
    for (const run of runs) {
      const fresh = run.run?.stage === stage ? freshRun(run, environment, now) : undefined;
      if (fresh !== undefined) return [{ stage, ...fresh }];
    }
    return [];
  });
}

function freshRun(listed: ListedRun, environment: string, now: Date): Omit<FreshRun, 'stage'> | undefined {
  const { run } = listed;
  const isOne = run?.whole === true && run.environment.name === environment && run.detection === undefined;
  if (!isOne || run.verdict === undefined || run.endedAt === undefined) return undefined;
  const { sealed, problems, manifest, events } = readRun(listed);
  if (!sealed || problems.length > 0 || manifest === undefined) return undefined;
  return {
    run: listed.id,
    verdict: policyOf(events).rehearsal === true ? `${run.verdict} in rehearsal` : run.verdict,
    daysAgo: (now.getTime() - Date.parse(run.endedAt)) / DAY_MS,
    ...(run.target && { version: run.target.version }),
    digest: manifest.digest,
  };
}
