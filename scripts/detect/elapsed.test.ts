import { expect, it } from 'vitest';
import { elapsedMs } from './elapsed.ts';

it.each<[string, [number, number][], number]>([
  ['nothing', [], 0],
  ['one', [[10, 30]], 20],
  [
    'one after another',
    [
      [0, 10],
      [15, 20],
    ],
    15,
  ],
  [
    'two that overlap',
    [
      [5, 20],
      [0, 10],
    ],
    20,
  ],
  [
    'one within another',
    [
      [0, 100],
      [20, 30],
      [90, 110],
    ],
    110,
  ],
])('is that of %s', (_, spans, elapsed) => {
  expect(elapsedMs(spans.map(([startMs, endMs]) => ({ startMs, endMs })))).toBe(elapsed);
});
