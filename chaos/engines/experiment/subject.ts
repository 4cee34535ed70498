import { baselineOf } from '../../canary/measure.ts';
import type { Probe } from '../../canary/round-trip.ts';
import { disturbanceOf } from '../../toxiproxy/disturbance.ts';
import { linkOf } from '../../toxiproxy/link-of.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { Link } from '../../../kernel/target.ts';
import type { Experiment, PlannedFault } from './options.ts';

/** A fault, the link that it will disturb, and what a canary through it measured before. */
export interface Subject extends PlannedFault {
  readonly on: Link;
  readonly probe: Probe;
  readonly baselineMs: number;
}

const BASELINE_PROBES = 10;

/**
 * Finds every link and measures it undisturbed. Throws a SuiteError for an unknown link, an InfraError where the target has no
 * links, one is disturbed already, or one does not answer.
 */
export async function prepare(run: SuiteRun<Experiment>): Promise<readonly Subject[]> {
  if (run.target.linksUnavailable !== undefined) throw new InfraError(run.target.linksUnavailable);
  const links = run.options.faults.map(({ link }) => linkOf(run.target, link));
  for (const link of links) await requireUndisturbed(link, run.signal);
  const subjects: Subject[] = [];
  for (const planned of run.options.faults) subjects.push(await measured(run, planned));
  return subjects;
}

async function requireUndisturbed(link: Link, signal: AbortSignal): Promise<void> {
  const found = await disturbanceOf(link, signal);
  if (found.length === 0) return;
  throw new InfraError(
    `proxy ${link.proxy} is disturbed before the experiment: ${found.join(', ')}. Fix: ./harness heal, or start the target anew`,
  );
}

async function measured(run: SuiteRun<Experiment>, planned: PlannedFault): Promise<Subject> {
  const on = linkOf(run.target, planned.link);
  const probe = { listen: on.listen, protocol: on.protocol, timeoutMs: run.options.canaryTimeoutMs };
  return { ...planned, on, probe, baselineMs: await baselineOf(probe, BASELINE_PROBES, run.signal) };
}
