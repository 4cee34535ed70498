import { expect, test } from 'vitest';
import blackout from '../../faults/blackout.fault.ts';
import latency from '../../faults/latency.fault.ts';
import failures from '../../faults/connection-failures.fault.ts';
import type { Fault } from '../../../kernel/experiment.ts';
import { canariesFor, isHealed, lackOfEffect, type RoundTrips } from './effect.ts';

const delayed = { fault: latency as Fault, options: { latencyMs: 200 }, baselineMs: 2 };
const some = { fault: failures as Fault, options: { share: 0.5 }, baselineMs: 2 };
const dark = { fault: blackout as Fault, options: {}, baselineMs: 2 };

type Told = Parameters<typeof isHealed>[0];

test.each<[string, Told, RoundTrips, boolean]>([
  ['every answer late', delayed, [203, 240, 1900], true],
  ['one answer in time', delayed, [203, 12, 205], false],
  ['an answer quicker than the delay', delayed, [189], false],
  ['an answer that was as late before', { ...delayed, baselineMs: 110 }, [205], false],
  ['no answer at all, where a delay was injected', delayed, [203, 'no answer'], false],
  ['no answer in a blackout', dark, ['no answer', 'no answer'], true],
  ['one late answer in a blackout', dark, ['no answer', 1999], false],
  ['no canary', dark, [], false],
  ['some canaries of a fault that only some feel', some, ['no answer', 3, 4], true],
  ['none of them', some, [2, 3, 4], false],
  ['all of them', some, ['no answer', 'no answer'], false],
])('effect: %s', (_, subject, measured, seen) => {
  expect(lackOfEffect(subject, measured) === undefined).toBe(seen);
});

test.each<[string, Told, RoundTrips, boolean]>([
  ['one quick answer, the others held up by a busy machine', delayed, [400, 3, 900], true],
  ['every answer still late', delayed, [203, 204, 205], false],
  ['no answer', delayed, ['no answer', 'no answer'], false],
  ['an answer after a blackout', dark, ['no answer', 4], true],
  ['none after a blackout', dark, ['no answer'], false],
  ['every canary answered after a fault that only some felt', some, [2, 3], true],
  ['one still without an answer', some, [2, 'no answer', 3], false],
])('healed: %s', (_, subject, measured, healed) => {
  expect(isHealed(subject, measured)).toBe(healed);
});

test.each([
  [0.5, 21],
  [0.2, 66],
  [0.8, 66],
])('of a fault that a share of %d feels so many canaries tell, that it is no luck: %d', (share, canaries) => {
  expect(canariesFor({ ...some, options: { share } })).toBe(canaries);
  expect(canariesFor(dark)).toBe(3);
});
