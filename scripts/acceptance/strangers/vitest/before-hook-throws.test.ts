// Shows: a hook that throws; no test runs.
import { beforeAll, expect, test } from 'vitest';

beforeAll(() => {
  throw new Error('no database');
});
test('adds', () => {
  expect(1 + 1).toBe(2);
});
