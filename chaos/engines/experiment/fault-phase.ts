import type { SuiteRun } from '../../../kernel/engine.ts';
import type { CheckInput } from '../../../kernel/recorder.ts';
import { checkDuring } from './check-during.ts';
import { wallClock, waitUntil } from './clock.ts';
import { observeEffect, type RoundTrips } from './effect.ts';
import { told, type InjectedFaults } from './injected-faults.ts';
import type { Experiment } from './options.ts';
import { waitForEnd, type Disturbing } from './phase-end.ts';
import type { Prepared } from './prepare.ts';
import { startOf } from './timeline.ts';

/** Faults that come and go together. */
export interface Wave {
  readonly prepared: readonly Prepared[];
  readonly faults: InjectedFaults;
  /** When it goes, from the beginning of the phase `during`. */
  readonly untilMs: number;
}

/** What the canaries of each fault of a wave measured while it was on. */
interface Seen {
  readonly injectedAt: readonly string[];
  readonly duringMs: readonly RoundTrips[];
}

/**
 * The phase `during`: injects, and sees to it that every canary notices at the beginning and at the end. No check is recorded
 * before that, for without an effect it would say nothing. The caller takes the faults away, however this ends.
 */
export async function holdFaults(at: Disturbing, wave: Wave): Promise<void> {
  const { run } = at;
  const [seen, answered] = await holdWave(at, wave, () => checkDuring(run, at.signal));
  recordEffects(run, wave, seen);
  wave.prepared.forEach(({ fault, subject, baselineMs }, index) => {
    run.recorder.check({
      id: `fault ${fault.name} on ${subject.name} had a measured effect`,
      outcome: 'passed',
      detail: `canary: ${baselineMs.toFixed(1)} ms without, ${sayRoundTrips(seen.duringMs[index] ?? [])} with it; at its beginning and at its end`,
      durationMs: 0,
    });
  });
  if (answered !== undefined) run.recorder.check(answered);
  await waitForEnd(at, 'during');
  wave.faults.requireOnTime();
}

/** Injects, and looks at the beginning and at the end; does `beside` after the injection. Throws where a canary felt nothing. */
export async function holdWave(
  at: Disturbing,
  { prepared, faults, untilMs }: Wave,
  beside: () => Promise<CheckInput | undefined> = () => Promise.resolve(undefined),
): Promise<readonly [Seen, CheckInput | undefined]> {
  const { run, signal } = at;
  const zeroMs = at.zeroMs + startOf(at.timeline, 'during');
  const injectedAt: string[] = [];
  for (const one of prepared) {
    await waitUntil(zeroMs + one.fromMs, signal);
    injectedAt.push(new Date().toISOString());
    await faults.inject(one, signal);
  }
  const [first, answered] = await Promise.all([
    observeAll(prepared, 'when it had just been injected', signal),
    beside(),
  ]);
  await waitUntil(zeroMs + untilMs - lookMs(run, prepared), signal);
  const last = await observeAll(prepared, 'just before it was taken away', signal);
  const duringMs = prepared.map((_, index) => [...(first[index] ?? []), ...(last[index] ?? [])]);
  return [{ injectedAt, duringMs }, answered];
}

/** How long a look takes at most: canaries that are sent one after the other, and wait in vain. */
function lookMs({ options }: SuiteRun<Experiment>, prepared: readonly Prepared[]): number {
  return options.canaryTimeoutMs + Math.max(0, ...prepared.map(({ probe }) => probe.overMs ?? 0));
}

function observeAll(
  prepared: readonly Prepared[],
  when: string,
  signal: AbortSignal,
): Promise<readonly RoundTrips[]> {
  return Promise.all(prepared.map((one) => observeEffect(one, when, signal)));
}

/** Tells what each fault was seen to do; `endedMs`: when it was taken away, on the clock of `performance.now`, where that is known by now. */
export function recordEffects(
  { recorder }: SuiteRun<Experiment>,
  { prepared }: Wave,
  { injectedAt, duringMs }: Seen,
  endedMs?: number,
): void {
  prepared.forEach(({ fault, subject, options, baselineMs }, index) => {
    recorder.event('fault', {
      ...told(fault, subject),
      options,
      injectedAt: injectedAt[index],
      ...(endedMs !== undefined && { endedAt: wallClock(endedMs) }),
      baselineMs,
      duringMs: duringMs[index] ?? [],
    });
  });
}

/** A few are listed; of many, which only some were to feel, it is said how many did not get through. */
function sayRoundTrips(measured: RoundTrips): string {
  const silent = measured.filter((one) => one === 'no answer').length;
  if (measured.length > MOST_LISTED) return `${silent} of ${measured.length} without an answer`;
  return measured.map((one) => (one === 'no answer' ? one : `${one.toFixed(1)} ms`)).join(', ');
}

const MOST_LISTED = 8;
