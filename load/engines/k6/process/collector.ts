import type { Scenario } from './inspect.ts';

/** What k6 holds, measured with a mix of some scripts: by itself, and for each of its users. */
const BASE_MB = 20;
const USER_MB = 0.25;
/** Memory that may be spent to collect garbage less often. */
const SPARE_MB = 150;
const [SELDOM, USUAL] = [400, 100];

/**
 * How seldom k6 collects garbage: Go's GOGC, which is 100 unless told. Writing samples makes much of it; collecting it four times
 * less often more than pays for writing them. The more users there are, the dearer it is, in memory.
 */
export function collectorEnv(
  scenarios: Readonly<Record<string, Scenario>>,
  workers: number,
): { readonly GOGC?: string } {
  // Whoever set it knows better.
  if (process.env['GOGC'] !== undefined) return {};
  const users = Object.values(scenarios).reduce((sum, scenario) => sum + usersOf(scenario), 0) / workers;
  const percent = (100 * SPARE_MB) / workers / (BASE_MB + USER_MB * users);
  return { GOGC: String(Math.round(Math.min(SELDOM, Math.max(USUAL, percent)))) };
}

/** Those that k6 makes before the load, or plans for. */
function usersOf({ executor, preAllocatedVUs, vus, startVUs, stages }: Scenario): number {
  const planned = executor === 'ramping-vus' ? (stages ?? []).map(({ target }) => target) : [];
  return Math.max(preAllocatedVUs ?? 0, vus ?? 0, startVUs ?? 0, ...planned, 1);
}
