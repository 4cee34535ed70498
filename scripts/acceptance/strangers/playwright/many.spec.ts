// Shows: tests made in a loop are counted one by one.
import { expect, test } from '@playwright/test';

for (const number of [1, 2, 3, 4, 5])
  test(`${number} is small`, () => {
    expect(number).toBeLessThan(5);
  });
