import type { Canary } from '../../kernel/experiment.ts';

/** For faults under which nothing may be answered: the reason why this canary did not feel one. */
export function lackOfSilence({ roundTripMs }: Canary): string | undefined {
  if (roundTripMs === 'no answer') return undefined;
  return `the canary was answered after ${roundTripMs.toFixed(1)} ms; with the fault on no answer was expected`;
}
