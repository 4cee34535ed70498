import type { CheckInput } from '../../../../kernel/recorder.ts';
import type { Shortfall } from './offer-readings.ts';

/** The checks that are limits on what was measured, by the beginning of their ids. */
const LIMIT = /^(?:(?:threshold|default limit) › |the limits hold at level )/;

/**
 * The checks as far as they count. Limits mean something only under the load that they were set for: after a shortfall they are
 * skipped. A generator out of breath, or one that cannot open a connection, spoils answers too: then nothing of its says anything.
 */
export function judgedChecks(
  checks: readonly CheckInput[],
  shortfalls: readonly Shortfall[],
): readonly CheckInput[] {
  if (shortfalls.length === 0) return checks;
  const isSpoilt = shortfalls.some(({ culprit }) => culprit === 'generator');
  return checks.map((check) => (isSpoilt || LIMIT.test(check.id) ? notJudged(check) : check));
}

function notJudged(check: CheckInput): CheckInput {
  const detail = `not judged, for the load was not offered (it ${check.outcome}${check.detail === undefined ? '' : `: ${check.detail}`})`;
  return { ...check, outcome: 'skipped', detail };
}
