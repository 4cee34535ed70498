import { join } from 'node:path';
import { durationMs } from '../profile/profile.ts';
import type { Plan } from '../plan.ts';

/** The page that k6 itself makes of a run, in the suite's evidence. */
export const DASHBOARD = 'k6-dashboard.html';
/** k6 keeps every value for it: a longer run would grow without end. */
const LONGEST_MS = 10 * 60_000;
const POINTS = 100;
const SECOND_MS = 1000;

/**
 * What makes k6 write its dashboard, without serving it. Nothing for runs that are longer than ten minutes or of unknown length,
 * nor for several processes, each of which would show its part as the whole.
 */
export function dashboardEnv({
  run,
  scenarios,
}: Pick<Plan, 'run' | 'scenarios'>): Readonly<Record<string, string>> {
  const lasts = Object.keys(scenarios).length === 0 ? 0 : durationMs({ scenarios });
  if (lasts === 0 || lasts > LONGEST_MS || run.load.workers > 1) return {};
  return {
    K6_WEB_DASHBOARD: 'true',
    K6_WEB_DASHBOARD_PORT: '-1',
    K6_WEB_DASHBOARD_EXPORT: join(run.work, DASHBOARD),
    K6_WEB_DASHBOARD_PERIOD: `${Math.max(SECOND_MS, Math.ceil(lasts / POINTS))}ms`,
  };
}
