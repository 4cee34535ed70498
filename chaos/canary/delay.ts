import type { Canary } from '../../kernel/experiment.ts';

/** A round trip through a delay cannot be quicker than the delay; the rest is rounding of clocks. */
const SHARE_OF_ROUND_TRIP = 0.95;
/** Slower than the baseline by less than this share of the delay is noise: even the fastest baseline has some of it. */
const SHARE_OF_INCREASE = 0.5;

/** For faults under which every round trip takes so much longer at least: the reason why this canary did not feel one. */
export function lackOfDelay(delayMs: number, { baselineMs, roundTripMs }: Canary): string | undefined {
  if (roundTripMs === 'no answer') return 'the canary got no answer, though a delay alone was injected';
  const leastMs = Math.max(SHARE_OF_ROUND_TRIP * delayMs, baselineMs + SHARE_OF_INCREASE * delayMs);
  if (roundTripMs >= leastMs) return undefined;
  return `the canary's round trip took ${roundTripMs.toFixed(1)} ms; with the fault on at least ${leastMs.toFixed(1)} ms was expected`;
}
