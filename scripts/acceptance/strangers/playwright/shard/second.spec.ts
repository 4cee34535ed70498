// See the configuration: this one does not run.
import { expect, test } from '@playwright/test';

test('subtracts', () => {
  expect(2 - 1).toBe(3);
});
