import { expect, test } from 'vitest';
import { fit, indented, terminalWidth } from './fit.ts';

const sum = (widths: readonly number[]) => widths.reduce((all, one) => all + one + 2, -2);

test('what fits stays as it is', () => {
  expect(fit([20, 30, 10], 64)).toEqual([20, 30, 10]);
});

test('the widest give way first, and the first not at all', () => {
  expect(fit([20, 90, 10, 40], 100)).toEqual([20, 32, 10, 32]);
});

test.each([40, 64, 80, 100, 257])('no table is wider than %i columns', (width) => {
  expect(sum(fit([30, 90, 29, 30, 60, 12], width))).toBeLessThanOrEqual(width);
});

test('a column that would say nothing is left out, the last first', () => {
  expect(fit([30, 90, 29, 30, 60, 12], 80)).toHaveLength(3);
  expect(fit([30, 90], 40)).toEqual([30]);
});

test('words stand side by side as far as they fit', () => {
  expect(indented(['one', 'two', 'and-a-long-one', 'x'], 2, 9)).toEqual([
    '  one two',
    '  and-a-long-one',
    '  x',
  ]);
});

test('without a terminal it is 80 columns wide', () => {
  expect([terminalWidth({}), terminalWidth({ columns: 0 }), terminalWidth({ columns: 132 })]).toEqual([
    80, 80, 132,
  ]);
});
