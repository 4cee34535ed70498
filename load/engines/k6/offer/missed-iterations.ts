/** Which iterations that an arrival rate promised there were not: of the whole, of a step, of a stretch. */
import { goDurationMs } from '../process/go-duration.ts';
import type { Scenario } from '../process/inspect.ts';
import type { Begins, Stretch } from './begun-iterations.ts';

const OFFERED_AT_LEAST = 0.95;

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
    short: offers.filter((one) => isShort(one)).map(sayShort),
  };
}

/** k6 starts one iteration less than rate × duration when the last one would begin at the very end. */
function isShort(one: Offer & { ended: number }): boolean {
  return one.ended + 1 < one.iterations * OFFERED_AT_LEAST;
}

function sayShort(one: Offer & { name: string; ended: number }): string {
  const percent = Math.floor((100 * one.ended) / one.iterations);
  return `scenario "${one.name}" completed ${one.ended} of ${Math.round(one.iterations)} iterations (${percent} %, at least 95 % are needed)`;
}

/** At each edge of a stretch one may count to the neighbour. */
const AT_EDGES = 2;
/** A window with less than half of what was planned for it is a stall. */
const STALLED_BELOW = 0.5;
/** Fewer than that in a window say nothing of it. */
const PLANNED_AT_LEAST = 10;
const STALLS_SAID = 3;

/**
 * A sentence for each step of a rate that was not offered, and for the stalls: the average of a long run hides both. One that
 * is the whole scenario is left to the average. Pure.
 */
export function missedStretches(begins: readonly Begins[]): readonly string[] {
  return begins.flatMap((one) => [...missedSteps(one), ...stalls(one)]);
}

function missedSteps({ scenario, steps, windows }: Begins): readonly string[] {
  const isWhole = ({ fromMs, untilMs }: Stretch) =>
    fromMs === windows[0]?.fromMs && untilMs === windows.at(-1)?.untilMs;
  return steps
    .filter((step) => !isWhole(step) && step.begun + AT_EDGES < step.planned * OFFERED_AT_LEAST)
    .map((step) => {
      const percent = Math.floor((100 * step.begun) / step.planned);
      const done = `completed ${step.begun} of ${Math.round(step.planned)} iterations (${percent} %, at least 95 % are needed)`;
      return `scenario "${scenario}" at ${step.rate} iterations/s, ${sayWhen(step)}, ${done}`;
    });
}

function stalls({ scenario, windows }: Begins): readonly string[] {
  const stalled = windows.slice(1, -1).filter(isStalled);
  const all = joined(stalled).map(
    (one) =>
      `scenario "${scenario}" stalled ${sayWhen(one)}: ${one.begun} of ${Math.round(one.planned)} iterations`,
  );
  const rest = all.length - STALLS_SAID;
  return [...all.slice(0, STALLS_SAID), ...(rest > 0 ? [`${rest} more stalls`] : [])];
}

function isStalled({ planned, begun }: Stretch): boolean {
  return planned >= PLANNED_AT_LEAST && begun < planned * STALLED_BELOW;
}

/** Neighbours are one. */
function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const all: Stretch[] = [];
  for (const one of stretches) {
    const before = all.at(-1);
    if (before?.untilMs !== one.fromMs) all.push(one);
    else
      all[all.length - 1] = {
        fromMs: before.fromMs,
        untilMs: one.untilMs,
        planned: before.planned + one.planned,
        begun: before.begun + one.begun,
      };
  }
  return all;
}

function sayWhen({ fromMs, untilMs }: Stretch): string {
  return `from ${Math.round(fromMs / 1000)} s to ${Math.round(untilMs / 1000)} s`;
}
