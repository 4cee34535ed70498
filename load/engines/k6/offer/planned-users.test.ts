import { expect, test } from 'vitest';
import { offeredStages } from '../profile/offered-stages.ts';
import { plannedUsers } from './planned-users.ts';

const stages = (...all: readonly (readonly [string, number])[]) =>
  all.map(([duration, target]) => ({ duration, target }));

test.each([
  ['a constant number', { executor: 'constant-vus', vus: 20, duration: '10s' }, 20],
  [
    'a ramp with a plateau',
    { executor: 'ramping-vus', startVUs: 0, stages: stages(['10s', 50], ['10s', 50]) },
    50,
  ],
  // The very peak lasts for a moment: what is held for two seconds counts.
  ['a spike', { executor: 'ramping-vus', startVUs: 0, stages: stages(['10s', 100], ['10s', 0]) }, 90],
  ['an arrival rate', { executor: 'constant-arrival-rate', rate: 5, duration: '10s' }, undefined],
  ['a moment', { executor: 'constant-vus', vus: 20, duration: '1s' }, 0],
])('%s', (_, scenario, expected) => expect(plannedUsers(offeredStages({ main: scenario }))).toBe(expected));

test('scenarios at the same time are added up, one after the other are not', () => {
  const one = { executor: 'constant-vus', vus: 20, duration: '10s' };
  expect(plannedUsers(offeredStages({ one, other: one }))).toBe(40);
  expect(plannedUsers(offeredStages({ one, later: { ...one, vus: 7, startTime: '10s' } }))).toBe(20);
});
