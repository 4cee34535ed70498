import { expect, it } from 'vitest';
import { offeredStages } from '../profile/offered-stages.ts';
import { readProfile } from '../profile/profile.ts';
import { scaled } from '../profile/scale.ts';
import { sayRate, stepsOf } from './steps.ts';

const stepsIn = (name: string, scale = { time: 1, rate: 1 }) =>
  stepsOf(offeredStages(scaled(readProfile(name), scale).scenarios)).map(
    (step) => `${sayRate(step)} for ${(step.untilMs - step.fromMs) / 1000} s`,
  );

it.each([
  [
    'stress',
    [
      '50 iterations/s for 210 s',
      '100 iterations/s for 180 s',
      '150 iterations/s for 180 s',
      '200 iterations/s for 180 s',
    ],
  ],
  ['ramp', ['1000 users for 1800 s']],
  ['spike', Array.from({ length: 3 }, () => ['2000 users for 60 s', '1 user for 120 s']).flat()],
  ['smoke', ['10 iterations/s for 60 s']],
])('%s has steps: %j', (name, steps) => expect(stepsIn(name)).toEqual(steps));

it('of a shrunk profile keep their unit', () =>
  expect(stepsIn('stress', { time: 0.1, rate: 0.25 })[0]).toBe('12.5 iterations/s for 21 s'));
