import { expect, test } from 'vitest';
import { runChanges } from './testing/run-changes.ts';

const ENOUGH = 400;

test('evidence that was changed in any of many ways crashes no reader, hangs none, never passes and never verifies', async () => {
  const { wrong, tried, mutations, sums } = await runChanges(1, ENOUGH);
  expect(wrong).toEqual([]);
  expect(tried).toBe(ENOUGH);
  expect(mutations).toBeGreaterThan(100);
  // Sound evidence still passes, or the above would say nothing.
  expect(sums['unchanged: pass']).toBeGreaterThan(0);
});
