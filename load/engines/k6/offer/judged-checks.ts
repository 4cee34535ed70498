import type { CheckInput } from '../../../../kernel/recorder.ts';
import type { Culprit, Shortfall } from './offer-readings.ts';

/** The checks that are limits on what was measured, by the beginning of their ids. */
const LEVEL = 'the limits hold at level ';
const LIMIT = /^(?:threshold|default limit) › /;

/**
 * The checks as far as they count. Limits mean something only under the load that they were set for: after a shortfall they are
 * skipped. But a level whose limits broke under less than its load would have broken them under all of it: that it failed is known,
 * unless nobody can say what kept the load away. A generator out of breath, or one that cannot open a connection, spoils answers
 * too, and so does a load that went elsewhere: then nothing of its says anything.
 */
export function judgedChecks(
  checks: readonly CheckInput[],
  shortfalls: readonly Shortfall[],
): readonly CheckInput[] {
  if (shortfalls.length === 0) return checks;
  const isFault = (of: Culprit) => shortfalls.some(({ culprit }) => culprit === of);
  const counts = ({ id, outcome }: CheckInput): boolean => {
    if (isFault('generator') || isFault('elsewhere') || LIMIT.test(id)) return false;
    return !id.startsWith(LEVEL) || (outcome === 'failed' && !isFault('unknown'));
  };
  return checks.map((check) => (counts(check) ? check : notJudged(check)));
}

function notJudged(check: CheckInput): CheckInput {
  const detail = `not judged, for the load was not offered (it ${check.outcome}${check.detail === undefined ? '' : `: ${check.detail}`})`;
  return { ...check, outcome: 'skipped', detail };
}
