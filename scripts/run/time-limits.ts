import { ConfigError } from '../../kernel/errors.ts';
import type { LoadSettings } from '../../kernel/load-settings.ts';
import type { Plan, PlannedSuite } from '../../kernel/plan.ts';
import { LONGEST_MS, timeLimitMs } from '../../kernel/time-limit.ts';

const MINUTE_MS = 60_000;
const MINUTES_AT_MOST = Math.floor(LONGEST_MS / MINUTE_MS);

/** Gives each suite the time that its load takes as it is scaled; `timeout`, in minutes, is what the user says of plain files. */
export async function withTimeLimits(plan: Plan, load: LoadSettings, timeout?: string): Promise<Plan> {
  const saidMs = timeout === undefined ? undefined : Math.ceil(minutesOf(timeout) * MINUTE_MS);
  const planned = plan.planned.map(async (one) => {
    const timeoutMs = (one.adHoc ? saidMs : undefined) ?? (await limitOf(one, plan, load));
    return { ...one, suite: { ...one.suite, timeoutMs } };
  });
  return { ...plan, planned: await Promise.all(planned) };
}

async function limitOf(
  { suite, engine, options, adHoc }: PlannedSuite,
  { environment }: Plan,
  load: LoadSettings,
) {
  const lastsMs = await engine.lastsMs?.({ options, environment, load, adHoc });
  return timeLimitMs({ declaredMs: suite.timeoutMs, lastsMs, adHoc });
}

function minutesOf(timeout: string): number {
  const minutes = Number(timeout);
  if (minutes > 0 && minutes <= MINUTES_AT_MOST) return minutes;
  throw new ConfigError(
    `--timeout: got "${timeout}"; a number of minutes above 0 and up to ${MINUTES_AT_MOST} is needed, such as 90`,
  );
}
