import { expect, it } from 'vitest';
import { judge } from './judge.ts';
import { statesTogether } from './states-together.ts';
import { sampleCheck, sampleEvidence, sampleSuite, sampleWaiver } from './testing/samples.ts';

const ASPECT = { reference: 'FUN-01/admin', says: 'for an admin', by: 'suite' as const };

/** A run whose one check carries the aspect, or says that it does not apply. */
function run(id: string, outcome: 'passed' | 'failed' | 'skipped' | 'waived' | 'not-applicable') {
  const told = outcome === 'waived' ? 'failed' : outcome === 'not-applicable' ? 'skipped' : outcome;
  const evidence = sampleEvidence({ checks: [sampleCheck({ outcome: told, proves: [ASPECT.reference] })] });
  const waivers = outcome === 'waived' ? [sampleWaiver()] : [];
  const planned = { suite: sampleSuite({ expects: { checks: 0 } }) };
  const decisions = new Map([['e2e/login', judge(planned, evidence, waivers, new Date('2026-06-01'))]]);
  const notApplicable = outcome === 'not-applicable' ? { 'FUN-01': 'no login here' } : {};
  return { id, planned: [planned], evidences: [evidence], notApplicable, decisions };
}
const state = (...runs: ReturnType<typeof run>[]) => statesTogether(runs, [ASPECT]).get(ASPECT.reference);

it.each([
  ['proven', ['passed', 'skipped'], 'a'],
  ['proven', ['not-applicable', 'passed'], 'b'],
  ['failed', ['passed', 'failed'], 'b'],
  ['failed', ['failed', 'passed'], 'a'],
  ['waived', ['passed', 'waived'], 'b'],
  ['unproven', ['not-applicable', 'skipped'], 'b'],
  ['not-applicable', ['not-applicable', 'not-applicable'], 'a b'],
] as const)('is %s where the runs say %s, and names who says so', (expected, [first, second], who) => {
  const together = state(run('a', first), run('b', second));
  expect(together?.state).toBe(expected);
  expect(together?.runs.join(' ')).toBe(who);
});

it('is unproven of no run', () => {
  expect(state()).toMatchObject({ state: 'unproven', runs: [] });
});
