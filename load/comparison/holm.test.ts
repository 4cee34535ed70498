import { expect, it } from 'vitest';
import { holm } from './holm.ts';

it('multiplies the least by all, the next by one less, and never falls', () => {
  // The example of Holm's correction in R: p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm').
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
});

it('keeps to 1, and leaves out what was not tested', () => {
  expect(holm([0.9, undefined, 0.6])).toEqual([1, undefined, 1]);
  expect(holm([undefined])).toEqual([undefined]);
});
