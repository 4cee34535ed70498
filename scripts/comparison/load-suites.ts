import type { ReadRun } from '../../evidence/read-run.ts';
import type { Evidence } from '../../kernel/evidence.ts';
import { kindOf } from '../../kernel/suite.ts';

/** Faults and browsers beside a load make it another one: only load suites are compared. */
export function loadSuites({ suites }: Pick<ReadRun, 'suites'>): readonly Evidence[] {
  return suites.map(({ evidence }) => evidence).filter(({ suite }) => kindOf(suite.name) === 'load');
}
