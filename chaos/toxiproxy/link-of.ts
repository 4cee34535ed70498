import { SuiteError } from '../../kernel/errors.ts';
import type { Link, RunningTarget } from '../../kernel/target.ts';

/** The target's link of that name; a SuiteError that names the known ones when there is none. */
export function linkOf(target: RunningTarget, name: string): Link {
  const link = target.links[name];
  if (link !== undefined) return link;
  const known = Object.keys(target.links).join(', ') || 'none';
  throw new SuiteError(
    `unknown link "${name}" of target ${target.name}; known: ${known}. Fix: name one of those in the experiment's faults`,
  );
}
