import { goDurationMs } from '../process/go-duration.ts';
import type { Scenario } from '../process/inspect.ts';
import { startMs } from '../profile/profile.ts';

/** What k6 waits for iterations at a scenario's end, unless the scenario says otherwise. */
const GRACEFUL_STOP_MS = 30_000;

/**
 * The most users that k6 may make: scenarios at the same time have their own, those one after the other share them. Undefined without
 * an arrival rate, whose users alone can be too few.
 */
export function allowedUsers(scenarios: Readonly<Record<string, Scenario>>): number | undefined {
  const all = Object.values(scenarios);
  if (!all.some(({ executor }) => executor.includes('arrival-rate'))) return undefined;
  const sums = all.map((one) => {
    const meanwhile = all.filter((other) => startMs(other) <= startMs(one) && startMs(one) < endMs(other));
    return meanwhile.reduce((sum, other) => sum + usersOf(other), 0);
  });
  return Math.max(...sums);
}

function usersOf({ executor, maxVUs, preAllocatedVUs, vus, startVUs, stages }: Scenario): number {
  if (executor.includes('arrival-rate')) return maxVUs ?? preAllocatedVUs ?? 0;
  return Math.max(vus ?? startVUs ?? 1, ...(stages ?? []).map(({ target }) => target));
}

function endMs(scenario: Scenario): number {
  const { stages, duration, gracefulStop } = scenario;
  const ofStages = (stages ?? []).reduce((sum, stage) => sum + (goDurationMs(stage.duration) ?? 0), 0);
  const lengthMs = stages ? ofStages : (goDurationMs(duration) ?? Infinity);
  const graceMs = typeof gracefulStop === 'string' ? goDurationMs(gracefulStop) : undefined;
  return startMs(scenario) + lengthMs + (graceMs ?? GRACEFUL_STOP_MS);
}
