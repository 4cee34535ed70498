import { expect, it } from 'vitest';
import { steppedTo } from '../knee/testing/stepped-load.ts';
import { OfferWatch } from './offer-watch.ts';

/** Steps from 1 to 4 s, and from 5 to 8 s; a reading every 2 s. */
const steps = steppedTo([10, 20]);
const reading = (value: number) => [{ gauge: 'generator.machine_busy_ratio', value, unit: 'ratio' }];

it('gives each step its part of what was read of the generator', () => {
  const watch = new OfferWatch({ scenarios: {}, steps, hosts: [], foreignAtMost: 1 });
  for (const [atMs, busy] of [
    [2000, 0.5],
    [4000, 0.4],
    [6000, 0.99],
    [8000, 0.5],
  ] as const)
    watch.read(reading(busy), 2000, atMs);
  expect(watch.pressed(0)).toBeUndefined();
  expect(watch.pressed(1)).toBe('the generator was out of CPU for 1 s of 3 s (its machine was 99 % busy)');
  expect(watch.pressure).toMatchObject({ watchedMs: 8000, fullMs: 2000 });
});

it('counts no moment twice where a reading was late', () => {
  const watch = new OfferWatch({ scenarios: {}, steps, hosts: [], foreignAtMost: 1 });
  for (const atMs of [3500, 4500]) watch.read(reading(0.99), 2000, atMs);
  expect(watch.pressed(0)).toMatch(/for 2.5 s of 2.5 s/);
});

it('says nothing of a step in which nobody looked', () => {
  const watch = new OfferWatch({ scenarios: {}, steps, hosts: [], foreignAtMost: 1 });
  watch.read(reading(0.99), 2000, 3000);
  expect([watch.pressed(1), watch.pressed(7)]).toEqual([undefined, undefined]);
});
