// Shows: the rows of a table are counted one by one.
import { expect, test } from 'vitest';

test.each([1, 2, 3, 4, 5])('%d is small', (number) => {
  expect(number).toBeLessThan(5);
});
