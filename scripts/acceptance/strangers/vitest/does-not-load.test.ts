// Shows: a file that throws while it is loaded.
import { expect, test } from 'vitest';

test('adds', () => {
  expect(1 + 1).toBe(2);
});
throw new Error('half written');
