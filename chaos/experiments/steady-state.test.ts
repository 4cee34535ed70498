import { expect, it } from 'vitest';
import { steadyState } from './steady-state.ts';

it('before the fault is a condition, and proves nothing', () => {
  expect(steadyState('before').map(({ proves }) => proves)).toEqual([[], []]);
});

it('after the fault proves that it has recovered, and which fault was borne', () => {
  const proves = ['RES-03/after', 'RES-01/latency/web-api'];
  expect(steadyState('after', 'RES-01/latency/web-api').map((one) => one.proves)).toEqual([proves, proves]);
});
