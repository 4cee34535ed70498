import { ConfigError } from '../../../kernel/errors.ts';
import { SUBJECT_KINDS, type Fault } from '../../../kernel/experiment.ts';
import type { NamedSubject } from '../../subjects/find-subject.ts';
import { chooseFault } from './choose-fault.ts';
import { findFault } from './find-fault.ts';
import { optionsSchema, type Experiment, type ExperimentOptions, type PlannedFault } from './options.ts';
import { planStorm } from './plan-storm.ts';
import { within, type Said, type Sentence } from '../../../kernel/sentence.ts';

/** Checks options and each fault's own. Throws a ZodError, or a ConfigError with the problems of every fault. */
export function parseExperiment(options: unknown): Experiment {
  const parsed = optionsSchema.parse(options);
  const problems: Said[] = [];
  const faults =
    parsed.storm === undefined ? planNamed(parsed, problems) : planStorm(parsed.storm, parsed, problems);
  problems.push(...sharedSubjects(parsed), ...tooShort(parsed, faults));
  if (problems.length > 0) throw new ConfigError(problems);
  // A storm is over with its last fault, so that recovery is from that one.
  const during = Math.max(...faults.map(({ untilMs }) => untilMs));
  return { ...parsed, phasesMs: { ...parsed.phasesMs, during }, faults };
}

function planNamed({ faults = [], phasesMs }: ExperimentOptions, problems: Said[]): readonly PlannedFault[] {
  if (faults.length === 0) problems.push('faults: got none; name one, or a `storm`');
  return faults.flatMap((named, index) => {
    const where = `faults.${index}`;
    const found = findFault(named.fault);
    const isUnfit = !('unknown' in found) && !found.subjects.includes(named.subject.kind);
    if (isUnfit) problems.push(within(where, sayUnfit(found, named.subject)));
    const chosen = isUnfit ? undefined : chooseFault(named, where, problems);
    return chosen === undefined
      ? []
      : [{ ...chosen, subject: named.subject, fromMs: named.afterMs, untilMs: phasesMs.during }];
  });
}

function sayUnfit({ name, subjects }: Fault, subject: NamedSubject): Sentence {
  const takes = subjects.map((kind) => `a ${kind}`).join(' or ');
  const example = subjects.map((kind) => `\`${kind}: '…'\``).join(' or ');
  return {
    what: `got ${subject.kind} "${subject.name}"; ${name} disturbs ${takes}.`,
    fix: `name it with ${example}, or take another fault`,
  };
}

/** Two faults on one subject would hide each other from its canary. */
function sharedSubjects({ faults = [] }: ExperimentOptions): readonly string[] {
  return SUBJECT_KINDS.flatMap((kind) => {
    const names = faults.flatMap(({ subject }) => (subject.kind === kind ? subject.name : []));
    const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
    return [...twice].map(
      (name) => `faults: ${kind} "${name}" is named twice; allowed: one fault for each ${kind}`,
    );
  });
}

function tooShort(
  { phasesMs: { during }, canaryTimeoutMs, probe, storm }: ExperimentOptions,
  faults: readonly PlannedFault[],
): readonly string[] {
  const problems: string[] = [];
  const overMs = Math.max(0, ...faults.map(({ fault, options }) => fault.asks?.(options).overMs ?? 0));
  const lookMs = canaryTimeoutMs + overMs;
  const afterMs = storm === undefined ? Math.max(0, ...faults.map(({ fromMs }) => fromMs)) : 0;
  const leastMs = afterMs + 2 * lookMs;
  const [where, onMs] =
    storm === undefined ? ['phasesMs.during', during] : ['storm.onMs.least', storm.onMs.least];
  const why = [
    `canaries wait up to ${canaryTimeoutMs} ms (canaryTimeoutMs) at its beginning and at its end`,
    ...(overMs > 0 ? [`are sent over ${overMs} ms`] : []),
    ...(afterMs > 0 ? [`the last fault comes after ${afterMs} ms`] : []),
  ].join(', and ');
  if (onMs < leastMs) problems.push(`${where}: got ${onMs} ms; at least ${leastMs} is needed, for ${why}`);
  if (probe.during !== undefined && probe.during.withinMs > during)
    problems.push(
      `probe.during.withinMs: got ${probe.during.withinMs} ms; the fault is on for ${during} ms (phasesMs.during)`,
    );
  if ((probe.during === undefined) !== (storm !== undefined))
    problems.push(
      storm === undefined
        ? 'probe.during: got none; say what the probe must answer while the faults are on'
        : 'probe.during: goes with `faults`; in a storm what the probe answers depends on what is on',
    );
  return problems;
}
