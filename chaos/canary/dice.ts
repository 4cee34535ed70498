import type { FeltBy } from '../../kernel/experiment.ts';

/** So unlikely is it that dice hit all canaries, or none. */
const ODDS = 1e-6;

/** Where dice decide for each connection whether it feels the fault: so many canaries that some feel it, and some do not. */
export function byDice(share: number): FeltBy {
  const canaries = Math.ceil(Math.log(ODDS / 2) / Math.log(Math.max(share, 1 - share)));
  return { canaries, least: 1, most: canaries - 1 };
}
