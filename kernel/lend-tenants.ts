import type { PlannedSuite } from './plan.ts';
import type { Tenant } from './target.ts';
import { neighbourIn } from './variables.ts';
import type { Sentence } from './sentence.ts';

/** Whose data the suite of a target without tenants works on. */
const NOBODY: Tenant = { name: 'none', accounts: {} };

export interface Lent {
  readonly tenantOf: (planned: PlannedSuite) => Tenant;
  /** What to say where suites that were to have a tenant each have to share. */
  readonly shared: Sentence | undefined;
}

/**
 * A tenant for each suite, the neighbour left out; where there are fewer tenants than suites, they are shared round robin. A
 * target of one tenant never promised more.
 */
export function lendTenants(all: readonly Tenant[], suites: readonly PlannedSuite[]): Lent {
  const neighbour = neighbourIn(all);
  const free = all.filter((tenant) => tenant !== neighbour);
  const tenantOf = (planned: PlannedSuite) => free[suites.indexOf(planned) % free.length] ?? NOBODY;
  const short = all.length > 1 && suites.length > free.length;
  const shared = {
    what: `${suites.length} suites share ${free.length} tenants of the target: one may disturb another.`,
    fix: 'give the target more tenants, or run fewer suites at once',
  };
  return { tenantOf, shared: short ? shared : undefined };
}
