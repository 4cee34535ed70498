import { messageOf, SuiteError } from '../../../kernel/errors.ts';
import { waitUntil } from './clock.ts';
import { holdWave, recordEffects, type Wave } from './fault-phase.ts';
import { waitForEnd, type Disturbing } from './phase-end.ts';
import { remainsOf } from './put-back.ts';
import { startOf } from './timeline.ts';

/** What a storm found out, a sentence each. */
export interface Storm {
  /** Of faults whose canary did not feel them: they prove nothing. */
  readonly unfelt: readonly string[];
  /** Of what was not as before, so long after a fault as recovery may take. */
  readonly left: readonly string[];
}

/**
 * The phase `during` of a storm: each wave comes and goes by itself. The last is left for the caller to take away, for recovery is measured
 * from there; so are all, where this throws.
 */
export async function holdStorm(at: Disturbing, waves: readonly Wave[]): Promise<Storm> {
  const { run } = at;
  const stop = new AbortController();
  const within = { ...at, signal: AbortSignal.any([at.signal, stop.signal]) };
  const endMs = Math.max(...waves.map(({ untilMs }) => untilMs));
  const all = waves.map((wave) =>
    throughWave(within, wave, wave.untilMs === endMs).catch((error: unknown) => {
      stop.abort(error);
      throw error;
    }),
  );
  const ended = Promise.all(all);
  await Promise.allSettled([...all, waitForEnd(within, 'during')]);
  const unfelt = (await ended).flatMap((one) => one.unfelt);
  const left = (await ended).flatMap((one) => one.left);
  if (unfelt.length === 0)
    run.recorder.check({
      id: 'each fault of the storm had a measured effect',
      outcome: 'passed',
      detail: `${waves.length} faults; at its beginning and at its end`,
      durationMs: 0,
    });
  return { unfelt, left };
}

async function throughWave(at: Disturbing, wave: Wave, isLast: boolean): Promise<Storm> {
  const endMs = at.zeroMs + startOf(at.timeline, 'during') + wave.untilMs;
  const unfelt: string[] = [];
  try {
    const [seen] = await holdWave(at, wave);
    await waitUntil(endMs, at.signal);
    wave.faults.requireOnTime();
    recordEffects(at.run, wave, seen, endMs);
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error;
    unfelt.push(messageOf(error));
    await waitUntil(endMs, at.signal);
  }
  if (isLast) return { unfelt, left: [] };
  const failures = await wave.faults.heal();
  const left = await Promise.all(
    wave.prepared.map((one) => remainsOf(one, at.run.options.recoveryWithinMs, at.signal)),
  );
  return { unfelt, left: [...failures, ...left.flat()] };
}
