import type { SuiteRun } from '../../../kernel/engine.ts';
import type { Heard } from './heard.ts';
import type { Experiment } from './options.ts';
import { endOf, type Phase } from './timeline.ts';

export interface Load {
  /** When the first phase begins, on the clock of `performance.now`. */
  readonly zeroMs: number;
  /** When the last phase ends, on the same clock. */
  readonly dueMs: number;
  /** How long from now on there is a load. */
  readonly durationMs: number;
  /** Settles when the load has ended. */
  readonly ended: Promise<void>;
}

/** Longer than the phases, so that the last one is under load to its end. */
const MARGIN_MS = 1_000;

/**
 * Starts k6 beside the experiment. Its script finds `PER_SECOND` and `DURATION_MS` in `__ENV`. Its metrics come with the phase as
 * prefix; what is measured while it warms up belongs to no phase. A k6 that starts later than that leaves `before` short of
 * samples, which its thresholds notice.
 */
export function startLoad(run: SuiteRun<Experiment>, timeline: readonly Phase[], heard: Heard): Load {
  const { load, metrics, phasesMs } = run.options;
  const phasesEndMs = endOf(timeline, 'after');
  const durationMs = phasesMs.warmUp + phasesEndMs + MARGIN_MS;
  const options = {
    script: load.script,
    env: { PER_SECOND: String(load.perSecond), DURATION_MS: String(durationMs) },
    metrics,
    phases: timeline,
    phasesStartAtMs: Date.now() + phasesMs.warmUp,
  };
  const zeroMs = performance.now() + phasesMs.warmUp;
  const ended = run.start({ engine: 'k6', options, as: '', heard: (metric) => heard.add(metric) });
  return { zeroMs, dueMs: zeroMs + phasesEndMs, durationMs, ended };
}
