import { setTimeout as sleep } from 'node:timers/promises';
import { InfraError } from '../../kernel/errors.ts';
import type { Canary } from '../../kernel/experiment.ts';
import { roundTrip, type Probe } from './round-trip.ts';

/** Several round trips side by side, or at moments within `probe.overMs`, so that canaries that wait in vain all wait at once. */
export function roundTrips(
  probe: Probe,
  count: number,
  signal: AbortSignal,
): Promise<readonly Canary['roundTripMs'][]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      if (probe.overMs !== undefined)
        await sleep((probe.overMs * index) / count, undefined, { signal }).catch(() => undefined);
      return roundTrip(probe, signal);
    }),
  );
}

/**
 * The fastest of several round trips, one after the other, to what is undisturbed: noise of a busy machine only ever adds. Throws
 * an InfraError when one was not answered, for then nothing can be told from a fault.
 */
export async function baselineOf(probe: Probe, count: number, signal: AbortSignal): Promise<number> {
  const measured: Canary['roundTripMs'][] = [];
  while (measured.length < count) measured.push(await roundTrip(probe, signal));
  signal.throwIfAborted();
  const answered = measured.filter((one) => one !== 'no answer');
  if (answered.length === count) return Math.min(...answered);
  throw new InfraError({
    what: `the canary through ${probe.listen} (${probe.protocol}) got ${answered.length} answers to ${count} questions before any fault.`,
    fix: `see why the upstream does not answer within ${probe.timeoutMs} ms`,
  });
}
