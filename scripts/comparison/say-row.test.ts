import { expect, it } from 'vitest';
import { sayMeasure } from './say-row.ts';

it.each([
  [undefined, 'ms', '–'],
  [0.0123, 'share', '1.23 %'],
  [131_072_000, 'bytes', '131 MB'],
  [12.345, 'ms', '12.3 ms'],
])('%s %s is said as "%s"', (value, unit, said) => {
  expect(sayMeasure(value, unit)).toBe(said);
});
