import { expect, test } from 'vitest';
import { allowedUsers } from './allowed-users.ts';

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
])('%s', (_, scenarios, users) => expect(allowedUsers(scenarios)).toBe(users));
