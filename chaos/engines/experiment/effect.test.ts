import { expect, test } from 'vitest';
import blackout from '../../faults/blackout.fault.ts';
import latency from '../../faults/latency.fault.ts';
import failures from '../../faults/connection-failures.fault.ts';
import throttle from '../../faults/process-throttle.fault.ts';
import type { Fault } from '../../../kernel/experiment.ts';
import { feltBy, isHealed, lackOfEffect, type RoundTrips } from './effect.ts';

const delayed = { fault: latency as Fault, options: { latencyMs: 200 }, baselineMs: 2 };
const some = { fault: failures as Fault, options: { share: 0.5 }, baselineMs: 2 };
const often = { fault: throttle as Fault, options: { share: 0.3 }, baselineMs: 2 };
const quick = Array<number>(10).fill(3);
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
  ['all of them', some, Array<'no answer'>(21).fill('no answer'), false],
  ['as many as wait for their turn', often, [...Array<number>(8).fill(80), 3, 3, ...quick], true],
  ['fewer', often, [...Array<number>(7).fill(80), 3, 3, 3, ...quick], false],
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
  ['hardly anybody waits any more', often, [80, ...quick], true],
  ['one does not get through any more', often, ['no answer', ...quick], false],
  ['many still wait', often, [...Array<number>(10).fill(80), ...quick], false],
  ['one still without an answer', some, [2, 'no answer', 3], false],
])('healed: %s', (_, subject, measured, healed) => {
  expect(isHealed(subject, measured)).toBe(healed);
});

test.each([
  [0.5, 21],
  [0.2, 66],
  [0.8, 66],
])('of a fault that a share of %d feels so many canaries tell, that it is no luck: %d', (share, canaries) => {
  expect(feltBy({ ...some, options: { share } })).toEqual({ canaries, least: 1, most: canaries - 1 });
  expect(feltBy(dark).canaries).toBe(3);
});
