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

/** Ids of checks that failed first and passed later. */
export function flakesOf(checks: readonly Check[]): readonly string[] {
  const failed = new Set(checks.filter((check) => check.outcome === 'failed').map((check) => check.id));
  return lastAttempts(checks)
    .filter((check) => check.outcome === 'passed' && failed.has(check.id))
    .map((check) => check.id);
}
