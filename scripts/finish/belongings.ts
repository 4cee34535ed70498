import type { Belongs } from '../../evidence/manifest.ts';
import type { ReadRun } from '../../evidence/read-run.ts';
import type { RunRecord } from '../../reports/model/input.ts';

export interface Belongings {
  /** What belongs to no suite. */
  readonly whole: Belongs;
  readonly suites: readonly (Belongs & {
    /** Relative to the run's folder. */
    readonly folder: string;
  })[];
}

/** What each file of a run's evidence carries: version, owner, and the status that is known of the suite, or of the run (`undefined`). */
export function belongings(
  record: RunRecord,
  { suites }: Pick<ReadRun, 'suites'>,
  statusOf: (suite: string | undefined) => string,
): Belongings {
  const version = record.target?.version ?? `harness ${record.facts.harness.version}`;
  return {
    whole: { version, owner: record.facts.owner, status: statusOf(undefined) },
    suites: suites.map(({ folder, evidence: { suite } }) => ({
      folder,
      version,
      owner: suite.owner,
      status: statusOf(suite.name),
    })),
  };
}
