import { baselineOf } from '../../canary/measure.ts';
import type { Probe } from '../../canary/round-trip.ts';
import { disturbanceOf } from '../../subjects/disturbance.ts';
import { findSubject } from '../../subjects/find-subject.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { Subject } from '../../../kernel/experiment.ts';
import type { Experiment, PlannedFault } from './options.ts';

/** A fault, what it will disturb, and what a canary measured of that before. */
export interface Prepared extends Omit<PlannedFault, 'subject'> {
  readonly subject: Subject;
  readonly probe: Probe;
  readonly baselineMs: number;
}

const BASELINE_PROBES = 10;

/**
 * Finds every subject and measures it undisturbed. Throws a SuiteError for an unknown one, an InfraError where the target says why
 * it has no links, one is disturbed already, or one does not answer.
 */
export async function prepare(run: SuiteRun<Experiment>): Promise<readonly Prepared[]> {
  const found = run.options.faults.map((fault) => ({
    ...fault,
    subject: findSubject(run.target, fault.subject),
  }));
  for (const { subject } of found) await requireUndisturbed(subject, run.signal);
  const prepared: Prepared[] = [];
  for (const fault of found) {
    const { listen, protocol } = fault.subject.on;
    const asked = fault.fault.asks?.(fault.options);
    const probe = { listen, protocol, timeoutMs: run.options.canaryTimeoutMs, ...asked };
    prepared.push({ ...fault, probe, baselineMs: await baselineOf(probe, BASELINE_PROBES, run.signal) });
  }
  return prepared;
}

async function requireUndisturbed(subject: Subject, signal: AbortSignal): Promise<void> {
  const found = await disturbanceOf(subject, signal);
  if (found.length === 0) return;
  const what = subject.kind === 'link' ? `proxy ${subject.on.proxy}` : `${subject.kind} ${subject.name}`;
  throw new InfraError({
    what: `${what} is disturbed before the experiment: ${found.join(', ')}.`,
    fix: 'wait for whoever else disturbs it; ./harness heal puts back what killed runs of this checkout left; else take it away by hand, or start the target anew',
  });
}
