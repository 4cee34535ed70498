import { expect, test } from 'vitest';
import { worstExit } from './worst-exit.ts';

const exit = (code: number | null) => ({ code, signal: code === null ? ('SIGKILL' as const) : null });

test.each([
  [[0], 0],
  [[105, 2], 2],
  [[2, 105], 2],
  [[105, 110, 0], 110],
  [[0, 105], 105],
  [[107, null], null],
  [[110, 108], 108],
])('of exit codes %j it is %j that counts', (codes, worst) =>
  expect(worstExit(codes.map(exit)).code).toBe(worst),
);
