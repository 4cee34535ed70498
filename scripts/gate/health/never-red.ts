import type { Evidence } from '../../../kernel/evidence.ts';
import { lastAttempts } from '../../../kernel/attempts.ts';
import { metricsOf } from '../../../kernel/judge.ts';
import { judgeThreshold, sayThreshold } from '../../../kernel/threshold.ts';
import type { Detection } from '../../../reports/detection/detection.ts';
import type { Mutation } from '../../../reports/detection/mutants/mutation.ts';

/** Checks and limits that somebody saw fail, by suite: a check by its id, a limit as people read it. */
export class Reds {
  readonly #seen = new Set<string>();

  add(suite: string, what: string): void {
    this.#seen.add(keyOf(suite, what));
  }

  has(suite: string, what: string): boolean {
    return this.#seen.has(keyOf(suite, what));
  }
}

function keyOf(suite: string, what: string): string {
  return JSON.stringify([suite, what]);
}

/** What failed in a run, at whichever attempt. */
export function addHistory(reds: Reds, { suite, checks, metrics, findings, ...rest }: Evidence): void {
  for (const { id, outcome } of checks) if (outcome === 'failed') reds.add(suite.name, id);
  const all = metricsOf({ suite, checks, metrics, findings, ...rest });
  for (const threshold of suite.thresholds)
    if (judgeThreshold(threshold, all).verdict === 'fail') reds.add(suite.name, sayThreshold(threshold));
}

/** What failed because of a planted defect; what failed though none was planted does not count. */
export function addDetection(reds: Reds, { defects }: Pick<Detection, 'defects'>): void {
  for (const { suite, outcome, sights } of defects.flatMap(({ cells }) => cells))
    if (outcome === 'caught' || outcome === 'caught elsewhere')
      for (const { what } of sights) reds.add(suite, what);
}

/** What killed a mutant. */
export function addMutation(reds: Reds, { trials }: Pick<Mutation, 'trials'>): void {
  for (const { outcome, sight } of trials)
    if (outcome.startsWith('killed') && sight?.suite !== undefined) reds.add(sight.suite, sight.what);
}

export interface SuiteHealth {
  readonly suite: string;
  /** Its checks that ran, and its limits. */
  readonly of: number;
  readonly neverRed: readonly string[];
}

/** By suite, what nobody ever saw fail: whether it can, nobody knows. Those with most of it first. */
export function neverRed(evidences: readonly Evidence[], reds: Reds): readonly SuiteHealth[] {
  return evidences
    .map(({ suite, checks }): SuiteHealth => {
      const ran = lastAttempts(checks).filter(({ outcome }) => outcome !== 'skipped');
      const all = [...ran.map(({ id }) => id), ...suite.thresholds.map(sayThreshold)];
      const never = all.filter((what) => !reds.has(suite.name, what));
      return { suite: suite.name, of: all.length, neverRed: never };
    })
    .sort((a, b) => b.neverRed.length - a.neverRed.length || a.suite.localeCompare(b.suite));
}
