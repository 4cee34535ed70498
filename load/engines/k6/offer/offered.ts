import { goDurationMs } from '../process/go-duration.ts';
import type { Scenario } from '../process/inspect.ts';

/** What an arrival-rate scenario promises to start, whatever the target does. */
export interface Offer {
  readonly iterations: number;
  readonly seconds: number;
}

/** Of one scenario; undefined for executors that only offer what the target takes (a closed model). */
export function offerOf(scenario: Scenario): Offer | undefined {
  const unitMs = goDurationMs(scenario.timeUnit) ?? 1000;
  if (scenario.executor === 'constant-arrival-rate') {
    const durationMs = goDurationMs(scenario.duration) ?? 0;
    return offer(((scenario.rate ?? 0) * durationMs) / unitMs, durationMs);
  }
  if (scenario.executor !== 'ramping-arrival-rate') return undefined;
  const stages = scenario.stages ?? [];
  let iterations = 0;
  let durationMs = 0;
  let from = scenario.startRate ?? 0;
  for (const stage of stages) {
    const stageMs = goDurationMs(stage.duration) ?? 0;
    iterations += (((from + stage.target) / 2) * stageMs) / unitMs;
    durationMs += stageMs;
    from = stage.target;
  }
  return offer(iterations, durationMs);
}

function offer(iterations: number, durationMs: number): Offer | undefined {
  return durationMs > 0 && iterations > 0 ? { iterations, seconds: durationMs / 1000 } : undefined;
}

export interface OfferedLoad {
  readonly offeredPerSecond: number;
  readonly achievedPerSecond: number;
  readonly iterations: number;
  /** Each scenario that was offered less than 95 % of what it promises, as a sentence. */
  readonly short: readonly string[];
}

/** Compares what arrival-rate scenarios promised with the iterations that ended. Undefined when there is no such scenario. */
export function offeredLoad(
  scenarios: Readonly<Record<string, Scenario>>,
  ended: ReadonlyMap<string, number>,
): OfferedLoad | undefined {
  const offers = Object.entries(scenarios).flatMap(([name, scenario]) => {
    const one = offerOf(scenario);
    return one === undefined ? [] : [{ name, ...one, ended: ended.get(name) ?? 0 }];
  });
  if (offers.length === 0) return undefined;
  const sum = (of: (one: (typeof offers)[number]) => number) =>
    offers.reduce((total, one) => total + of(one), 0);
  return {
    offeredPerSecond: sum((one) => one.iterations / one.seconds),
    achievedPerSecond: sum((one) => one.ended / one.seconds),
    iterations: sum((one) => one.ended),
    short: offers.filter((one) => isShort(one)).map(sentence),
  };
}

/** k6 starts one iteration less than rate × duration when the last one would begin at the very end. */
function isShort(one: Offer & { ended: number }): boolean {
  return one.ended + 1 < one.iterations * 0.95;
}

function sentence(one: Offer & { name: string; ended: number }): string {
  const percent = Math.floor((100 * one.ended) / one.iterations);
  return `scenario "${one.name}" completed ${one.ended} of ${Math.round(one.iterations)} iterations (${percent} %, at least 95 % are needed)`;
}
