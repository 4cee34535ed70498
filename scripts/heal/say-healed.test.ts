import { expect, test } from 'vitest';
import { fixForUnhealed } from './say-healed.ts';

const healed = (...failures: { what: string; fix?: string }[]) => [{ id: 'r', undone: 1, failures }];

test('a failure that says its own fix is not followed by another one', () => {
  expect(fixForUnhealed(healed())).toBeUndefined();
  expect(fixForUnhealed(healed({ what: 'left alone.', fix: './harness heal --foreign' }))).toBeUndefined();
  expect(fixForUnhealed(healed({ what: 'no answer' }))).toMatch(/^Fix: start what that needs/);
});
