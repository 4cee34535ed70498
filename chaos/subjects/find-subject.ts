import type { Subject, SubjectKind } from '../../kernel/experiment.ts';
import { InfraError, SuiteError } from '../../kernel/errors.ts';
import type { RunningTarget } from '../../kernel/target.ts';

/** A subject as an experiment names it, before there is a target. */
export interface NamedSubject {
  readonly kind: SubjectKind;
  readonly name: string;
}

/**
 * What the running target has of that kind and name. An InfraError where it says why it has none of them, else a SuiteError that
 * names those it has.
 */
export function findSubject(target: RunningTarget, { kind, name }: NamedSubject): Subject {
  if (kind === 'link' && target.linksUnavailable !== undefined) throw new InfraError(target.linksUnavailable);
  const all = subjectsOf(target, kind);
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return found;
  const known = all.map((one) => one.name).join(', ') || 'none';
  throw new SuiteError({
    what: `unknown ${kind} "${name}" of target ${target.name}; known: ${known}.`,
    fix: FIXES[kind],
  });
}

const FIXES: Readonly<Record<SubjectKind, string>> = {
  link: "name one of those in the experiment's faults",
  process:
    "name one of those in the experiment's faults; what runs in a container is no process of ours, and HARNESS_SERVICES=local starts it as one",
  network: "name one of those in the experiment's faults",
};

function subjectsOf(target: RunningTarget, kind: SubjectKind): readonly Subject[] {
  switch (kind) {
    case 'link':
      return Object.entries(target.links).map(([name, on]) => ({ kind, name, on }));
    case 'process':
      return Object.entries(target.processes ?? {}).map(([name, on]) => ({ kind, name, on }));
    case 'network':
      return Object.entries(target.networks ?? {}).map(([name, on]) => ({ kind, name, on }));
  }
}
