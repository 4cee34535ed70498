import type { Evidence } from './evidence.ts';
import { lastAttempts } from './attempts.ts';
import { metricsOf, type Decision, type Planned } from './judge.ts';
import { isShrunk } from './load-evidence.ts';
import { judgeThreshold, provesOf, sayThreshold } from './threshold.ts';

export interface RequirementCheck {
  readonly suite: string;
  readonly id: string;
  readonly outcome: 'passed' | 'failed';
}

export interface RequirementState {
  readonly state: 'proven' | 'failed';
  readonly checks: readonly RequirementCheck[];
}

/**
 * What the evidence says of each requirement; an id that is absent is unproven. A text proves nothing: an id counts only
 * when a check passed, or a threshold did that proves it, and only in a suite whose own verdict is known.
 * One failure anywhere makes it `failed`. Limits that held under a shrunk load prove nothing of the whole one.
 */
export function requirementStates(
  planned: readonly Planned[],
  evidences: readonly Evidence[],
  decisions: ReadonlyMap<string, Decision>,
): ReadonlyMap<string, RequirementState> {
  const found = new Map<string, RequirementCheck[]>();
  for (const { suite } of planned) {
    const evidence = evidences.find((candidate) => candidate.suite.name === suite.name);
    if (evidence === undefined) continue;
    const known = decisions.get(suite.name)?.verdict !== 'unknown';
    for (const { proves, ...check } of assertionsOf(evidence)) {
      if (check.outcome === 'passed' && !known) continue;
      for (const id of proves) found.set(id, [...(found.get(id) ?? []), check]);
    }
  }
  return new Map([...found].map(([id, checks]) => [id, { state: stateOf(checks), checks }]));
}

function stateOf(checks: readonly RequirementCheck[]): RequirementState['state'] {
  return checks.some((check) => check.outcome === 'failed') ? 'failed' : 'proven';
}

interface Assertion extends RequirementCheck {
  readonly proves: readonly string[];
}

function assertionsOf(evidence: Evidence): readonly Assertion[] {
  const suite = evidence.suite.name;
  const checks = lastAttempts(evidence.checks).flatMap(({ id, outcome, proves }) =>
    outcome === 'skipped' ? [] : [{ suite, id, outcome, proves }],
  );
  if (evidence.ending !== 'completed') return checks;
  const metrics = metricsOf(evidence);
  const thresholds = evidence.suite.thresholds.flatMap((threshold): Assertion[] => {
    const { verdict } = judgeThreshold(threshold, metrics);
    if (verdict === 'unknown') return [];
    const outcome = verdict === 'pass' ? 'passed' : 'failed';
    const proves = outcome === 'passed' && isShrunk(evidence) ? [] : provesOf(threshold, evidence.suite);
    return [{ suite, id: sayThreshold(threshold), outcome, proves }];
  });
  return [...checks, ...thresholds];
}
