import { discover } from '../../../kernel/discover.ts';
import { FAULT, type Fault } from '../../../kernel/experiment.ts';
import { HERE } from '../../../kernel/project.ts';

// Options are checked where nothing can be awaited: so all are here with the engine. A malformed one is told by whoever loads
// the checkout's definitions, and is unknown here.
const faults = (await discover(FAULT, { ...HERE, problems: [] }))
  .map(({ value }) => value)
  .sort((a, b) => (a.name < b.name ? -1 : 1));

/** The names of all faults, sorted. */
export function faultNames(): readonly string[] {
  return faults.map(({ name }) => name);
}

/** The fault of that name; else the known ones are named. */
export function findFault(name: string): Fault | { readonly unknown: string } {
  const found = faults.find((fault) => fault.name === name);
  return found ?? { unknown: `unknown fault "${name}"; known: ${faultNames().join(', ') || 'none'}` };
}
