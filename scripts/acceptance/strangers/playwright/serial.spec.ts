// Shows: of tests in series those after a failure do not run.
import { expect, test } from '@playwright/test';

test.describe.serial('checkout', () => {
  test('opens', () => {
    expect(1).toBe(2);
  });
  test('pays', () => {
    expect(1).toBe(1);
  });
});
