import type { Said } from '../../../kernel/sentence.ts';
import { onlySteps, stormSchedule } from '../../storm/schedule.ts';
import { chooseFault } from './choose-fault.ts';
import type { ExperimentOptions, PlannedFault } from './options.ts';

type Storm = NonNullable<ExperimentOptions['storm']>;

/** The faults of a storm, each with when it is on. Problems are added to `problems`. */
export function planStorm(
  storm: Storm,
  { faults: named, phasesMs, recoveryWithinMs }: ExperimentOptions,
  problems: Said[],
): readonly PlannedFault[] {
  if (named !== undefined) problems.push('faults: got some beside a `storm`; give one of them');
  if (storm.calmMs < recoveryWithinMs)
    problems.push(
      `storm.calmMs: got ${storm.calmMs} ms; at least ${recoveryWithinMs} is needed (recoveryWithinMs), so that what comes next comes to what works`,
    );
  const chosen = storm.faults.map((one, index) => chooseFault(one, `storm.faults.${index}`, problems));
  const candidates = storm.subjects.flatMap(({ subject: { kind }, touches }, subject) =>
    chosen.flatMap((one, fault) =>
      one?.fault.subjects.includes(kind) === true ? [{ fault, subject, touches }] : [],
    ),
  );
  const whole = stormSchedule(storm, phasesMs.during, candidates);
  const steps = storm.only === undefined ? whole : onlySteps(whole, storm.only, storm.calmMs);
  const unknown = (storm.only ?? []).filter((number) => number > whole.length);
  if (unknown.length > 0)
    problems.push(`storm.only: got ${unknown.join(', ')}; the storm has ${whole.length} faults`);
  else if (steps.length === 0)
    problems.push(
      `storm: nothing comes in ${phasesMs.during} ms (phasesMs.during); let it be longer, or a fault take one of its subjects`,
    );
  return steps.flatMap(({ fault, subject, fromMs, untilMs }) => {
    const on = storm.subjects[subject]?.subject;
    const one = chosen[fault];
    return on === undefined || one === undefined ? [] : [{ ...one, subject: on, fromMs, untilMs }];
  });
}
