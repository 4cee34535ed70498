import { InfraError } from '../../../kernel/errors.ts';
import { waitUntil } from './clock.ts';
import { holdFaults, type Wave } from './fault-phase.ts';
import { InjectedFaults } from './injected-faults.ts';
import { waitForEnd, type Disturbing } from './phase-end.ts';
import { watchUse } from './link-use.ts';
import { checkPutBack } from './put-back.ts';
import { measureRecovery } from './recovery.ts';
import { requireSteady } from './steady-state.ts';
import { holdStorm, type Storm } from './storm-phase.ts';
import { endOf, startOf } from './timeline.ts';
import { ask, probeUrl } from './working-probe.ts';

/** So long before a fault the system is looked at, and must work. */
const LAST_LOOK_MS = 1_000;

/**
 * The phases of an experiment, one after the other. However this ends, the faults are taken away. Gives of a storm which faults were not felt,
 * a sentence each; any other fault that was not felt is thrown.
 */
export async function disturb(at: Disturbing): Promise<readonly string[]> {
  await requireUsual(at);
  await waitUntil(at.zeroMs + startOf(at.timeline, 'during'), at.signal);
  const waves = wavesOf(at);
  let storm: Storm = { unfelt: [], left: [] };
  try {
    const [first] = waves;
    if (at.run.options.storm !== undefined) storm = await holdStorm(at, waves);
    else if (first !== undefined) await holdFaults(at, first);
  } catch (error) {
    await checkPutBack(at.run, at.prepared, await healAll(waves));
    throw error;
  }
  await recover(at, waves, storm.left);
  await waitForEnd(at, 'recovery');
  await waitForEnd(at, 'after');
  return storm.unfelt;
}

/** All faults at once, or in a storm each by itself. */
function wavesOf({ run, prepared, zeroMs, timeline }: Disturbing): readonly Wave[] {
  const waves = run.options.storm === undefined ? [prepared] : prepared.map((one) => [one]);
  return waves.map((together) => {
    const untilMs = Math.max(...together.map((one) => one.untilMs));
    const dueMs = zeroMs + startOf(timeline, 'during') + untilMs;
    return { prepared: together, faults: new InjectedFaults(run, dueMs), untilMs };
  });
}

async function healAll(waves: readonly Wave[]): Promise<readonly string[]> {
  return (await Promise.all(waves.map(({ faults }) => faults.heal()))).flat();
}

/** The phase `before`: the system works, in its steady state, and uses what is to be disturbed. Throws where it does not. */
async function requireUsual(at: Disturbing): Promise<void> {
  const use = watchUse(at.run, at.prepared);
  try {
    await waitUntil(at.zeroMs + endOf(at.timeline, 'before') - LAST_LOOK_MS, at.signal);
    await requireWorking(at);
    await waitForEnd(at, 'before');
    await use.require();
  } finally {
    use.end();
  }
  await requireSteady(at);
}

/** Recovery is measured from the moment when the faults are gone, not from when that has been verified. */
async function recover(
  { run, prepared, signal }: Disturbing,
  waves: readonly Wave[],
  left: readonly string[],
): Promise<void> {
  const failures = await healAll(waves);
  const healedMs = performance.now();
  const verified = checkPutBack(run, prepared, [...new Set([...left, ...failures])]);
  try {
    await measureRecovery(run, healedMs, signal);
  } finally {
    await verified;
  }
}

/** A fault on a system that does not work anyway would prove nothing. */
async function requireWorking({ run, signal }: Disturbing): Promise<void> {
  const url = probeUrl(run);
  const { status } = await ask(url, run.options.recoveryWithinMs, signal);
  signal.throwIfAborted();
  if (status !== 'no answer' && status < 400) return;
  throw new InfraError({
    what: `${url}: ${status} before any fault, so none was injected.`,
    fix: 'see why the target fails under this load',
  });
}
