import { roundTrips } from '../../canary/measure.ts';
import { disturbanceOf } from '../../toxiproxy/disturbance.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { isHealed } from './effect.ts';
import type { Experiment } from './options.ts';
import type { Subject } from './subject.ts';

const PROBES = 3;

/**
 * Records whether the system is as it was: by what taking the faults away said, by what Toxiproxy says, and by a canary through
 * each link.
 */
export async function checkPutBack(
  run: SuiteRun<Experiment>,
  subjects: readonly Subject[],
  failures: readonly string[],
): Promise<void> {
  const startedMs = performance.now();
  const left = await Promise.all(subjects.map((subject) => remainsOf(subject, run.signal)));
  // After an abort the scope has it in hand; what a canary saw in the middle of that says nothing.
  if (run.signal.aborted) return;
  const problems = [...failures, ...left.flat()];
  run.recorder.check({
    id: 'the system was put back',
    outcome: problems.length === 0 ? 'passed' : 'failed',
    detail: problems.join('; ') || 'no toxic is left, every proxy is enabled, and the canaries see no fault',
    durationMs: performance.now() - startedMs,
    proves: run.suite.proves,
  });
}

async function remainsOf(subject: Subject, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const found = await disturbanceOf(subject.on, signal);
    const measured = await roundTrips(subject.probe, PROBES, signal);
    const seen = isHealed(subject, measured) ? [] : [`the canary still sees ${subject.fault.name}`];
    return [...found, ...seen].map((problem) => `${subject.link}: ${problem}`);
  } catch (error) {
    return [`${subject.link}: ${messageOf(error)}`];
  }
}
