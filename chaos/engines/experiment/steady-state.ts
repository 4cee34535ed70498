import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { ResolvedThreshold } from '../../../kernel/suite.ts';
import { judgeThreshold, sayThreshold, type JudgedThreshold } from '../../../kernel/threshold.ts';
import type { Experiment } from './options.ts';
import type { Disturbing } from './phase-end.ts';
import { shownBy } from './shown.ts';
import { endOf, startOf } from './timeline.ts';

/** The limits that say what is usual: those on the phase before the fault. */
export function limitsBefore({ suite }: Pick<SuiteRun<Experiment>, 'suite'>): readonly ResolvedThreshold[] {
  return suite.thresholds.filter(({ metric }) => metric.startsWith('before.'));
}

const LOOK_EVERY_MS = 50;
/** What is told earlier may lack the last samples of the phase: k6 writes them once a second. */
const WHOLE_AFTER_MS = 1_000;

/**
 * Judges the limits on the phase before the fault, and records that they hold. Throws an InfraError where one does not, or cannot be judged
 * in time: then nothing is to be injected, for whatever were seen under a fault would say nothing.
 */
export async function requireSteady({ run, timeline, zeroMs, heard, signal }: Disturbing): Promise<void> {
  const limits = limitsBefore(run);
  if (limits.length === 0) return;
  const wholeMs = zeroMs + endOf(timeline, 'before') + WHOLE_AFTER_MS;
  const deadlineMs = zeroMs + startOf(timeline, 'during');
  let judged: readonly JudgedThreshold[] = [];
  const broken = () => judged.filter(({ verdict }) => verdict !== 'pass');
  do {
    signal.throwIfAborted();
    const metrics = heard.since(wholeMs);
    judged = limits.map((limit) => judgeThreshold(limit, metrics));
    // What was told is the whole phase's: it will not get better.
    if (broken().every(({ verdict }) => verdict === 'fail')) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  } while (performance.now() < deadlineMs);
  if (broken().length > 0)
    throw new InfraError({
      what: `not in its steady state before any fault, so none was injected: ${broken().map(say).join('; ')}.`,
      fix: 'see why the target does not bear this load by itself, or what else the machine had to do',
    });
  run.recorder.check({
    id: 'the system was in its steady state before the fault',
    outcome: 'passed',
    detail: judged.map(say).join('; '),
    durationMs: 0,
    proves: [...shownBy('before', run.suite.proves)],
  });
}

function say({ threshold, observed, samples }: JudgedThreshold): string {
  const value =
    observed === undefined ? 'not measured' : `${Number(observed.toPrecision(4))} ${threshold.unit}`;
  return `${sayThreshold(threshold)}: ${value}, ${samples} of ${threshold.minSamples} samples`;
}
