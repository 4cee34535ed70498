import type { SuiteRun } from '../../../kernel/engine.ts';
import { wallClock, waitUntil } from './clock.ts';
import type { Experiment } from './options.ts';
import type { Heard } from './heard.ts';
import type { Prepared } from './prepare.ts';
import { endOf, startOf, type Phase, type PhaseName } from './timeline.ts';

/** What an experiment works with while its load runs; aborts with the run, or when the load ends too soon. */
export interface Disturbing {
  readonly run: SuiteRun<Experiment>;
  readonly prepared: readonly Prepared[];
  readonly timeline: readonly Phase[];
  /** What the load has measured so far. */
  readonly heard: Heard;
  /** When the first phase begins, on the clock of `performance.now`. */
  readonly zeroMs: number;
  readonly signal: AbortSignal;
}

/** Waits for the end of a phase and records it. */
export async function waitForEnd(
  { run, timeline, zeroMs, signal }: Disturbing,
  name: PhaseName,
): Promise<void> {
  const startedMs = zeroMs + startOf(timeline, name);
  const endedMs = zeroMs + endOf(timeline, name);
  await waitUntil(endedMs, signal);
  run.recorder.event('phase', { name, startedAt: wallClock(startedMs), endedAt: wallClock(endedMs) });
}
