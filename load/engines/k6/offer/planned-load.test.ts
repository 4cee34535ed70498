import { expect, test } from 'vitest';
import { offeredStages } from '../profile/offered-stages.ts';
import { allowedUsers, plannedUsers } from './planned-load.ts';

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
])('users that are planned: %s', (_, scenario, expected) =>
  expect(plannedUsers(offeredStages({ main: scenario }))).toBe(expected),
);

test('scenarios at the same time are added up, one after the other are not', () => {
  const one = { executor: 'constant-vus', vus: 20, duration: '10s' };
  expect(plannedUsers(offeredStages({ one, other: one }))).toBe(40);
  expect(plannedUsers(offeredStages({ one, later: { ...one, vus: 7, startTime: '10s' } }))).toBe(20);
});

const rate = { executor: 'constant-arrival-rate', rate: 10, duration: '1m', preAllocatedVUs: 5, maxVUs: 20 };
const ramp = {
  executor: 'ramping-vus',
  startVUs: 1,
  stages: [
    { duration: '1m', target: 40 },
    { duration: '1m', target: 0 },
  ],
};

test.each([
  ['one arrival rate', { rate }, 20],
  ['one that may not make further users', { rate: { ...rate, maxVUs: null } }, 5],
  ['two at once', { rate, other: rate }, 40],
  ['two with a pause in between', { rate, other: { ...rate, maxVUs: 30, startTime: '91s' } }, 30],
  ['two that meet while the first one ends', { rate, other: { ...rate, startTime: '61s' } }, 40],
  [
    'two without a wait at the end',
    { rate: { ...rate, gracefulStop: '0s' }, other: { ...rate, startTime: '61s' } },
    20,
  ],
  ['beside a closed model', { rate, ramp }, 60],
  ['a closed model alone', { ramp }, undefined],
  ['nothing', {}, undefined],
])('users that may be made: %s', (_, scenarios, users) => expect(allowedUsers(scenarios)).toBe(users));
