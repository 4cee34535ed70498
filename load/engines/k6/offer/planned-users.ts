import type { LoadPlan } from '../../../../kernel/load-evidence.ts';

type Offered = LoadPlan['offered'][number];
const SECOND_MS = 1000;
/** A day is looked at every 9 s, an hour every second. */
const STEPS_AT_MOST = 10_000;

/**
 * The most users that closed models (`constant-vus`, `ramping-vus`) plan for at least two seconds on end: k6 tells once a second how
 * many there are, and might miss a peak of a moment. Undefined when there is no such scenario.
 */
export function plannedUsers(offered: readonly Offered[]): number | undefined {
  const stages = offered.filter(({ unit }) => unit === 'users').flatMap((one) => one.stages);
  if (stages.length === 0) return undefined;
  const endMs = Math.max(...stages.map(({ untilMs }) => untilMs));
  const stepMs = Math.max(SECOND_MS, endMs / STEPS_AT_MOST);
  const at = (ms: number) => stages.reduce((sum, stage) => sum + usersAt(stage, ms), 0);
  let most = 0;
  for (let ms = 0; ms + 2 * stepMs <= endMs; ms += stepMs)
    most = Math.max(most, Math.min(at(ms), at(ms + stepMs), at(ms + 2 * stepMs)));
  return most;
}

function usersAt({ fromMs, untilMs, from, target }: Offered['stages'][number], ms: number): number {
  if (ms < fromMs || ms >= untilMs) return 0;
  return from + ((target - from) * (ms - fromMs)) / (untilMs - fromMs);
}
