import type { LoadPlan } from '../../../../kernel/load-evidence.ts';
import { goDurationMs } from '../process/go-duration.ts';
import type { Scenario } from '../process/inspect.ts';
import { startMs } from './profile.ts';

type Offered = LoadPlan['offered'][number];
const SECOND_MS = 1000;

/** What the scenarios promise over time, in ms since the load began. Scenarios without a rate or a number of users are left out. */
export function offeredStages(scenarios: Readonly<Record<string, Scenario>>): readonly Offered[] {
  return Object.entries(scenarios).flatMap(([name, scenario]) => {
    const stages = stagesOf(scenario);
    const unit = scenario.executor.includes('arrival-rate') ? 'iterations/s' : 'users';
    return stages.length === 0 ? [] : [{ scenario: name, unit, stages } as const];
  });
}

function stagesOf(scenario: Scenario): Offered['stages'] {
  const begin = startMs(scenario);
  const until = begin + (goDurationMs(scenario.duration) ?? 0);
  switch (scenario.executor) {
    case 'constant-arrival-rate':
      return constant(begin, until, (scenario.rate ?? 0) * perSecond(scenario));
    case 'constant-vus':
      return constant(begin, until, scenario.vus ?? 1);
    case 'ramping-arrival-rate':
      return ramps(scenario, begin, scenario.startRate ?? 0, perSecond(scenario));
    case 'ramping-vus':
      return ramps(scenario, begin, scenario.startVUs ?? 1, 1);
    default:
      return [];
  }
}

function perSecond({ timeUnit }: Scenario): number {
  return SECOND_MS / (goDurationMs(timeUnit) ?? SECOND_MS);
}

function constant(fromMs: number, untilMs: number, target: number): Offered['stages'] {
  return untilMs > fromMs ? [{ fromMs, untilMs, from: target, target }] : [];
}

function ramps({ stages }: Scenario, begin: number, first: number, factor: number): Offered['stages'] {
  let [fromMs, from] = [begin, first];
  return (stages ?? []).map((stage) => {
    const untilMs = fromMs + (goDurationMs(stage.duration) ?? 0);
    const one = { fromMs, untilMs, from: from * factor, target: stage.target * factor };
    [fromMs, from] = [untilMs, stage.target];
    return one;
  });
}
