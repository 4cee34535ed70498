import { expect, it } from 'vitest';
import { environmentSchema } from '../../kernel/environment.ts';
import { USUAL_LOAD } from '../../kernel/load-settings.ts';
import type { Plan, PlannedSuite } from '../../kernel/plan.ts';
import { withTimeLimits } from './time-limits.ts';

const MINUTE_MS = 60_000;
const environment = environmentSchema.parse({
  name: 'here',
  title: 'T',
  owner: 'o',
  target: 't',
  allows: [],
});

const one = (adHoc: boolean, lastsMs?: number) =>
  ({
    adHoc,
    options: {},
    engine: { lastsMs: () => Promise.resolve(lastsMs) },
    suite: { timeoutMs: 30 * MINUTE_MS },
  }) as unknown as PlannedSuite;

async function limit(planned: PlannedSuite, timeout?: string): Promise<number | undefined> {
  const plan: Plan = { environment, planned: [planned], skipped: [] };
  return (await withTimeLimits(plan, USUAL_LOAD, timeout)).planned[0]?.suite.timeoutMs;
}

it('what the user says holds for plain files, to the millisecond', async () => {
  expect(await limit(one(true, 90 * MINUTE_MS), '0.27')).toBe(16_201);
  expect(await limit(one(false), '0.27')).toBe(30 * MINUTE_MS);
});

it('otherwise a load has as long as it takes', async () => {
  expect(await limit(one(true, 90 * MINUTE_MS))).toBeGreaterThan(90 * MINUTE_MS);
  expect(await limit(one(false, MINUTE_MS))).toBeLessThan(30 * MINUTE_MS);
});

it.each(['abc', '0', '-1', '40000', ''])('"%s" is refused with what is allowed', async (timeout) => {
  await expect(limit(one(true), timeout)).rejects.toThrow(
    `--timeout: got "${timeout}"; a number of minutes above 0 and up to 35791 is needed`,
  );
});
