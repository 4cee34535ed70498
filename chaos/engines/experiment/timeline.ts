import type { ExperimentOptions } from './options.ts';

export const PHASES = ['before', 'during', 'recovery', 'after'] as const;
export type PhaseName = (typeof PHASES)[number];

export type Lengths = Pick<ExperimentOptions, 'phasesMs' | 'recoveryWithinMs'>;

/** A phase ends, and the next begins, that long after the load has warmed up. */
export interface Phase {
  readonly name: PhaseName;
  readonly untilMs: number;
}

/**
 * Four phases back to back. `recovery` always lasts as long as recovery may take, so that `after` is judged as steady state
 * however quickly the system came back.
 */
export function planTimeline({ phasesMs, recoveryWithinMs }: Lengths): readonly Phase[] {
  const lengthMs = { ...phasesMs, recovery: recoveryWithinMs };
  let untilMs = 0;
  return PHASES.map((name) => ({ name, untilMs: (untilMs += lengthMs[name]) }));
}

/** When that phase ends. */
export function endOf(timeline: readonly Phase[], name: PhaseName): number {
  return timeline.find((phase) => phase.name === name)?.untilMs ?? 0;
}
