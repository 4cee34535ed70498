import { expect, it } from 'vitest';
import { steadyState } from './steady-state.ts';

it('before the fault is a condition, and proves nothing', () => {
  expect(steadyState('before').map(({ proves }) => proves)).toEqual([[], []]);
});

it('after the fault proves whatever the experiment does', () => {
  expect(steadyState('after').map(({ proves }) => proves)).toEqual([undefined, undefined]);
});
