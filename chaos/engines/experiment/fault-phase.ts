import type { SuiteRun } from '../../../kernel/engine.ts';
import { checkDuring } from './check-during.ts';
import { waitUntil } from './clock.ts';
import { observeEffect, type RoundTrips } from './effect.ts';
import { told, type InjectedFaults } from './injected-faults.ts';
import type { Experiment } from './options.ts';
import { waitForEnd, type Disturbing } from './phase-end.ts';
import type { Prepared } from './prepare.ts';
import { endOf } from './timeline.ts';

/**
 * The phase `during`: injects, and sees to it that every canary notices at the beginning and at the end. No check is recorded
 * before that, for without an effect it would say nothing. The caller takes the faults away, however this ends.
 */
export async function holdFaults(at: Disturbing, faults: InjectedFaults): Promise<void> {
  const { run, prepared, timeline, zeroMs, signal } = at;
  const injectedAt = new Date().toISOString();
  for (const one of prepared) await faults.inject(one, signal);
  const [first, answered] = await Promise.all([
    observeAll(at, 'when it had just been injected'),
    checkDuring(run, signal),
  ]);
  await waitUntil(zeroMs + endOf(timeline, 'during') - lookMs(at), signal);
  const last = await observeAll(at, 'just before it was taken away');
  prepared.forEach((one, index) => {
    recordEffect(run, one, injectedAt, [...(first[index] ?? []), ...(last[index] ?? [])]);
  });
  run.recorder.check(answered);
  await waitForEnd(at, 'during');
  faults.requireOnTime();
}

/** How long a look takes at most: canaries that are sent one after the other, and wait in vain. */
function lookMs({ run, prepared }: Disturbing): number {
  return run.options.canaryTimeoutMs + Math.max(0, ...prepared.map(({ probe }) => probe.overMs ?? 0));
}

function observeAll({ prepared, signal }: Disturbing, when: string): Promise<readonly RoundTrips[]> {
  return Promise.all(prepared.map((one) => observeEffect(one, when, signal)));
}

function recordEffect(
  { recorder }: SuiteRun<Experiment>,
  { fault, subject, options, baselineMs }: Prepared,
  injectedAt: string,
  duringMs: RoundTrips,
): void {
  recorder.event('fault', { ...told(fault, subject), options, injectedAt, baselineMs, duringMs });
  const seen = sayRoundTrips(duringMs);
  recorder.check({
    id: `fault ${fault.name} on ${subject.name} had a measured effect`,
    outcome: 'passed',
    detail: `canary: ${baselineMs.toFixed(1)} ms without, ${seen} with it; at its beginning and at its end`,
    durationMs: 0,
  });
}

/** A few are listed; of many, which only some were to feel, it is said how many did not get through. */
function sayRoundTrips(measured: RoundTrips): string {
  const silent = measured.filter((one) => one === 'no answer').length;
  if (measured.length > MOST_LISTED) return `${silent} of ${measured.length} without an answer`;
  return measured.map((one) => (one === 'no answer' ? one : `${one.toFixed(1)} ms`)).join(', ');
}

const MOST_LISTED = 8;
