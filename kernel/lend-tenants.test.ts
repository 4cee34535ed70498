import { expect, test } from 'vitest';
import { lendTenants } from './lend-tenants.ts';
import type { PlannedSuite } from './plan.ts';
import { sampleSuite } from './testing/samples.ts';

const tenantsOf = (...names: string[]) => names.map((name) => ({ name, accounts: {} }));
const suites = ['e2e/a', 'e2e/b', 'e2e/c'].map(
  (name) => ({ suite: sampleSuite({ name: name as 'e2e/a' }) }) as PlannedSuite,
);

test.each([
  ['each has its own, and nobody the neighbour', ['a', 'b', 'c', 'neighbour'], ['a', 'b', 'c'], undefined],
  ['they share, which is said', ['a', 'b', 'neighbour'], ['a', 'b', 'a'], /^3 suites share 2 tenants/],
  ['they share the only one that a target has', ['acme'], ['acme', 'acme', 'acme'], undefined],
  ['they have nobody of a target without any', [], ['none', 'none', 'none'], undefined],
])('of three suites %s', (_, names, expected, said) => {
  const { tenantOf, shared } = lendTenants(tenantsOf(...names), suites);
  expect(suites.map((planned) => tenantOf(planned).name)).toEqual(expected);
  if (said === undefined) expect(shared).toBeUndefined();
  else expect(shared?.what).toMatch(said);
});
