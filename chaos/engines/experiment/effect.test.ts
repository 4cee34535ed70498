import { expect, test } from 'vitest';
import blackout from '../../faults/blackout.fault.ts';
import latency from '../../faults/latency.fault.ts';
import type { Fault } from '../../../kernel/experiment.ts';
import { isHealed, lackOfEffect, type RoundTrips } from './effect.ts';

const delayed = { fault: latency as Fault, options: { latencyMs: 200 }, baselineMs: 2 };
const dark = { fault: blackout as Fault, options: {}, baselineMs: 2 };

test.each<[string, typeof delayed | typeof dark, RoundTrips, boolean]>([
  ['every answer late', delayed, [203, 240, 1900], true],
  ['one answer in time', delayed, [203, 12, 205], false],
  ['an answer quicker than the delay', delayed, [189], false],
  ['an answer that was as late before', { ...delayed, baselineMs: 110 }, [205], false],
  ['no answer at all, where a delay was injected', delayed, [203, 'no answer'], false],
  ['no answer in a blackout', dark, ['no answer', 'no answer'], true],
  ['one late answer in a blackout', dark, ['no answer', 1999], false],
  ['no canary', dark, [], false],
])('effect: %s', (_, subject, measured, seen) => {
  expect(lackOfEffect(subject, measured) === undefined).toBe(seen);
});

test.each<[string, typeof delayed | typeof dark, RoundTrips, boolean]>([
  ['one quick answer, the others held up by a busy machine', delayed, [400, 3, 900], true],
  ['every answer still late', delayed, [203, 204, 205], false],
  ['no answer', delayed, ['no answer', 'no answer'], false],
  ['an answer after a blackout', dark, ['no answer', 4], true],
  ['none after a blackout', dark, ['no answer'], false],
])('healed: %s', (_, subject, measured, healed) => {
  expect(isHealed(subject, measured)).toBe(healed);
});
