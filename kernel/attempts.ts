import type { Check } from './evidence.ts';

/**
 * The last attempt of each check that was executed decides; one of which every attempt was skipped is skipped. Where an
 * attempt was told more than once, as by tests of one name in older evidence, its worst result counts, and an attempt of one
 * of them makes good no failure of another: as many must have been tried again as had failed.
 */
export function lastAttempts(checks: readonly Check[]): readonly Check[] {
  const told = new Map<string, Check[]>();
  for (const check of checks) {
    const namesakes = told.get(check.id);
    if (namesakes === undefined) told.set(check.id, [check]);
    else namesakes.push(check);
  }
  return [...told.values()].map((attempts) => unmended(attempts) ?? attempts.reduce(deciding));
}

const BADNESS = { skipped: 0, passed: 1, failed: 2 } as const;

function deciding(known: Check, check: Check): Check {
  const executed = check.outcome !== 'skipped' && known.outcome !== 'skipped';
  if (executed && check.attempt !== known.attempt) return check.attempt > known.attempt ? check : known;
  return BADNESS[check.outcome] >= BADNESS[known.outcome] ? check : known;
}

/**
 * A failure that no later attempt can have made good, for fewer were tried again than had failed. What was told twice, word for
 * word, is one result, as after a kill.
 */
function unmended(attempts: readonly Check[]): Check | undefined {
  if (attempts.length < 3) return undefined;
  const told = new Map(attempts.map((check) => [JSON.stringify(check), check]));
  const executed = [...told.values()].filter(({ outcome }) => outcome !== 'skipped');
  const many = (attempt: number) => executed.filter((check) => check.attempt === attempt).length;
  const failed = executed.filter(({ outcome }) => outcome === 'failed');
  return failed.find(({ attempt }) => {
    const failures = failed.filter((check) => check.attempt === attempt).length;
    const later = new Set(executed.map((check) => check.attempt).filter((other) => other > attempt));
    return failures > 1 && failures > Math.max(0, ...[...later].map(many));
  });
}

/** By id: how each attempt of a check ended that was executed, in order. */
export function attemptsOf(checks: readonly Check[]): ReadonlyMap<string, readonly ('passed' | 'failed')[]> {
  const executed = checks.filter(({ outcome }) => outcome !== 'skipped');
  return new Map(
    [...Map.groupBy(executed, ({ id }) => id)].map(([id, own]) => {
      const attempts = [...Map.groupBy(own, ({ attempt }) => attempt)].sort(([a], [b]) => a - b);
      const failed = attempts.map(([, told]) => told.some(({ outcome }) => outcome === 'failed'));
      return [id, failed.map((one) => (one ? 'failed' : 'passed'))];
    }),
  );
}

/** How the attempts of one check went, in words. */
export function sayAttempts(attempts: readonly ('passed' | 'failed')[]): string {
  const failed = attempts.filter((outcome) => outcome === 'failed').length;
  if (attempts.length === 0) return 'did not run';
  if (failed === 0) return 'passed';
  if (attempts.length === 1) return 'failed at its only attempt';
  if (failed === attempts.length) return `failed at each of its ${failed} attempts`;
  if (attempts.at(-1) === 'passed') return `passed only at attempt ${attempts.length}`;
  return `failed at ${failed} of its ${attempts.length} attempts`;
}

/** Ids of checks that failed at their first attempt, whatever came of them later. */
export function firstFailuresOf(checks: readonly Check[]): readonly string[] {
  return [...attemptsOf(checks)].filter(([, [first]]) => first === 'failed').map(([id]) => id);
}

/** Ids of checks that failed first and passed later. */
export function flakesOf(checks: readonly Check[]): readonly string[] {
  const failed = new Set(checks.filter((check) => check.outcome === 'failed').map((check) => check.id));
  return lastAttempts(checks)
    .filter((check) => check.outcome === 'passed' && failed.has(check.id))
    .map((check) => check.id);
}
