import { setTimeout as sleep } from 'node:timers/promises';
import { roundTrips } from '../../canary/measure.ts';
import { disturbanceOf } from '../../subjects/disturbance.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { SubjectKind } from '../../../kernel/experiment.ts';
import { feltBy, isHealed } from './effect.ts';
import type { Experiment } from './options.ts';
import type { Prepared } from './prepare.ts';
import { shownBy } from './shown.ts';

/**
 * Records whether the system is as it was: by what taking the faults away said, by what whoever holds each subject says, and by a
 * canary of each.
 */
export async function checkPutBack(
  run: SuiteRun<Experiment>,
  prepared: readonly Prepared[],
  failures: readonly string[],
): Promise<void> {
  const startedMs = performance.now();
  // A storm comes to one subject several times; a look each is enough.
  const distinct = new Map(prepared.map((one) => [`${one.fault.name} on ${one.subject.name}`, one]));
  const left = await Promise.all(
    [...distinct.values()].map((one) => remainsOf(one, run.options.recoveryWithinMs, run.signal)),
  );
  // After an abort the scope has it in hand; what a canary saw in the middle of that says nothing.
  if (run.signal.aborted) return;
  const problems = [...failures, ...left.flat()];
  run.recorder.check({
    id: 'the system was put back',
    outcome: problems.length === 0 ? 'passed' : 'failed',
    detail: problems.join('; ') || sayPutBack(prepared),
    durationMs: performance.now() - startedMs,
    proves: [...shownBy('putBack', run.suite.proves)],
  });
}

const PUT_BACK: Readonly<Record<SubjectKind, string>> = {
  link: 'no toxic is left, every proxy is enabled',
  process: 'every process runs',
  network: 'no rule is left',
};

function sayPutBack(prepared: readonly Prepared[]): string {
  const kinds = new Set(prepared.map(({ subject }) => subject.kind));
  return `${[...kinds].map((kind) => PUT_BACK[kind]).join(', ')}, and the canaries see no fault`;
}

const LOOK_EVERY_MS = 250;

/** What of a fault is still seen after that time. What was ended and is started again needs a moment: it has as long as the whole system has to recover. */
export async function remainsOf(
  prepared: Prepared,
  withinMs: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const left = await lookAt(prepared, signal);
    if (left.length === 0 || signal.aborted || performance.now() > deadline) return left;
    await sleep(LOOK_EVERY_MS);
  }
}

async function lookAt(prepared: Prepared, signal: AbortSignal): Promise<readonly string[]> {
  const { subject, probe, fault } = prepared;
  try {
    const found = await disturbanceOf(subject, signal);
    const measured = await roundTrips(probe, feltBy(prepared).canaries, signal);
    const seen = isHealed(prepared, measured) ? [] : [`the canary still sees ${fault.name}`];
    return [...found, ...seen].map((problem) => `${subject.name}: ${problem}`);
  } catch (error) {
    return [`${subject.name}: ${messageOf(error)}`];
  }
}
