import type { Scale } from '../../../../kernel/load-settings.ts';
import { goDurationMs } from '../process/go-duration.ts';
import type { Scenario } from '../process/inspect.ts';
import type { Profile } from './profile.ts';

type Duration = Scenario['duration'];
const SECOND_MS = 1000;
/** Shrunk rates are no whole numbers a second, which k6 wants; a minute of them is near enough to one. */
const PER = 60;

/** The same profile in less time, or with less load. Bare k6 takes the result as well. Unchanged at a scale of 1. */
export function scaled(profile: Profile, { time, rate }: Scale): Profile {
  if (time === 1 && rate === 1) return profile;
  const scenarios = Object.entries(profile.scenarios).map(([name, scenario]) => [
    name,
    scaledScenario(scenario, time, rate),
  ]);
  return { ...profile, scenarios: Object.fromEntries(scenarios) as Profile['scenarios'] };
}

function scaledScenario(scenario: Scenario, time: number, rate: number): Scenario {
  const times = {
    ...shrunk('duration', scenario.duration, time),
    ...shrunk('startTime', scenario.startTime, time),
  };
  return scenario.executor.includes('arrival-rate')
    ? { ...scenario, ...times, ...scaledRates(scenario, time, rate) }
    : { ...scenario, ...times, ...scaledUsers(scenario, time, rate) };
}

/** The VUs that wait for slow answers stay as many: latency does not shrink with the rate. */
function scaledRates(scenario: Scenario, time: number, factor: number): Partial<Scenario> {
  const unitMs = goDurationMs(scenario.timeUnit) ?? SECOND_MS;
  const per = factor === 1 ? 1 : PER;
  const rateOf = (rate: number) => Math.round(rate * factor * per);
  return {
    timeUnit: milliseconds(unitMs * per),
    ...mapped('rate', scenario.rate, rateOf),
    ...mapped('startRate', scenario.startRate, rateOf),
    ...stagesOf(scenario, time, rateOf),
  };
}

function scaledUsers(scenario: Scenario, time: number, factor: number): Partial<Scenario> {
  // Nobody stays nobody; one user is the least of some.
  const usersOf = (users: number) => (users === 0 ? 0 : Math.max(1, Math.round(users * factor)));
  return {
    ...mapped('vus', scenario.vus, usersOf),
    ...mapped('startVUs', scenario.startVUs, usersOf),
    ...stagesOf(scenario, time, usersOf),
  };
}

function stagesOf({ stages }: Scenario, time: number, of: (target: number) => number): Partial<Scenario> {
  if (!stages) return {};
  return {
    stages: stages.map((stage) => ({
      ...stage,
      duration: milliseconds((goDurationMs(stage.duration) ?? 0) * time),
      target: of(stage.target),
    })),
  };
}

function mapped(key: string, value: number | null | undefined, of: (value: number) => number) {
  return value === null || value === undefined ? {} : { [key]: of(value) };
}

function shrunk(key: 'duration' | 'startTime', value: Duration, time: number) {
  const ms = goDurationMs(value);
  return ms === undefined ? {} : { [key]: milliseconds(ms * time) };
}

function milliseconds(ms: number): string {
  return `${Math.max(1, Math.round(ms))}ms`;
}
