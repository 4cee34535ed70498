import { z } from 'zod';
import { ConfigError, saidBy } from '../../../kernel/errors.ts';
import { SUBJECT_KINDS, type Fault } from '../../../kernel/experiment.ts';
import type { NamedSubject } from '../../subjects/find-subject.ts';
import { findFault } from './find-fault.ts';
import { optionsSchema, type Experiment, type ExperimentOptions, type PlannedFault } from './options.ts';
import { within, type Said, type Sentence } from '../../../kernel/sentence.ts';

/** Checks options and each fault's own. Throws a ZodError, or a ConfigError with the problems of every fault. */
export function parseExperiment(options: unknown): Experiment {
  const parsed = optionsSchema.parse(options);
  const problems: Said[] = [];
  const faults = parsed.faults.flatMap((named, index) => planFault(named, `faults.${index}`, problems));
  problems.push(...sharedSubjects(parsed), ...tooShort(parsed, faults));
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...parsed, faults };
}

function planFault(
  { fault: name, subject, options }: ExperimentOptions['faults'][number],
  where: string,
  problems: Said[],
): readonly PlannedFault[] {
  const fault = findFault(name);
  if ('unknown' in fault) {
    problems.push(`${where}.fault: ${fault.unknown}`);
    return [];
  }
  if (!fault.subjects.includes(subject.kind)) {
    problems.push(within(where, sayUnfit(fault, subject)));
    return [];
  }
  try {
    return [{ fault, subject, options: fault.parse(options ?? {}) }];
  } catch (error) {
    problems.push(...sayProblems(`${where}.options`, error));
    return [];
  }
}

function sayUnfit({ name, subjects }: Fault, subject: NamedSubject): Sentence {
  const takes = subjects.map((kind) => `a ${kind}`).join(' or ');
  const example = subjects.map((kind) => `\`${kind}: '…'\``).join(' or ');
  return {
    what: `got ${subject.kind} "${subject.name}"; ${name} disturbs ${takes}.`,
    fix: `name it with ${example}, or take another fault`,
  };
}

function sayProblems(where: string, error: unknown): readonly Said[] {
  if (!(error instanceof z.ZodError)) return [within(where, saidBy(error))];
  return error.issues.map(({ path, message }) => `${[where, ...path].map(String).join('.')}: ${message}`);
}

/** Two faults on one subject would hide each other from its canary. */
function sharedSubjects({ faults }: ExperimentOptions): readonly string[] {
  return SUBJECT_KINDS.flatMap((kind) => {
    const names = faults.flatMap(({ subject }) => (subject.kind === kind ? subject.name : []));
    const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
    return [...twice].map(
      (name) => `faults: ${kind} "${name}" is named twice; allowed: one fault for each ${kind}`,
    );
  });
}

function tooShort(
  { phasesMs: { during }, canaryTimeoutMs, probe }: ExperimentOptions,
  faults: readonly PlannedFault[],
): readonly string[] {
  const problems: string[] = [];
  const overMs = Math.max(0, ...faults.map(({ fault, options }) => fault.asks?.(options).overMs ?? 0));
  const lookMs = canaryTimeoutMs + overMs;
  if (during < 2 * lookMs)
    problems.push(
      `phasesMs.during: got ${during} ms; at least ${2 * lookMs} is needed, for canaries wait up to ${canaryTimeoutMs} ms (canaryTimeoutMs) at its beginning and at its end${overMs > 0 ? `, and are sent over ${overMs} ms` : ''}`,
    );
  if (probe.during.withinMs > during)
    problems.push(
      `probe.during.withinMs: got ${probe.during.withinMs} ms; the fault is on for ${during} ms (phasesMs.during)`,
    );
  return problems;
}
