import type { ExperimentOptions } from './options.ts';

export const PHASES = ['before', 'during', 'recovery', 'after'] as const;
export type PhaseName = (typeof PHASES)[number];

export type Lengths = Pick<ExperimentOptions, 'phasesMs' | 'recoveryWithinMs'>;

/** A phase begins and ends so long after the load has warmed up. */
export interface Phase {
  readonly name: PhaseName;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** How long what was measured before the fault may take to be told, so that it is judged before anything is disturbed. */
export const JUDGING_MS = 3_000;

/**
 * Four phases, back to back but for the time in which the first is judged. `recovery` always lasts as long as recovery may take, so that
 * `after` is judged as steady state however quickly the system came back.
 */
export function planTimeline({ phasesMs, recoveryWithinMs }: Lengths, judgingMs: number): readonly Phase[] {
  const lengthMs = { ...phasesMs, recovery: recoveryWithinMs };
  let untilMs = 0;
  return PHASES.map((name) => {
    const fromMs = untilMs + (name === 'during' ? judgingMs : 0);
    return { name, fromMs, untilMs: (untilMs = fromMs + lengthMs[name]) };
  });
}

/** When that phase begins. */
export function startOf(timeline: readonly Phase[], name: PhaseName): number {
  return timeline.find((phase) => phase.name === name)?.fromMs ?? 0;
}

/** When that phase ends. */
export function endOf(timeline: readonly Phase[], name: PhaseName): number {
  return timeline.find((phase) => phase.name === name)?.untilMs ?? 0;
}
