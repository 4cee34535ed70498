// Shows: skipped and planned tests beside a passing one.
import { expect, test } from 'vitest';

test('adds', () => {
  expect(1 + 1).toBe(2);
});
test.skip('subtracts', () => {
  expect(2 - 1).toBe(3);
});
test('multiplies', (context) => {
  context.skip('no numbers today');
});
