import type { Begins, Stretch } from './begun.ts';

const BEGUN_AT_LEAST = 0.95;
/** At each edge of a stretch one may count to the neighbour. */
const AT_EDGES = 2;
/** A window with less than half of what was planned for it is a stall. */
const STALLED_BELOW = 0.5;
/** Fewer than that in a window say nothing of it. */
const PLANNED_AT_LEAST = 10;
const STALLS_SAID = 3;

/**
 * A sentence for each level of a rate that was not offered, and for the stalls: the average of a long run hides both. One that
 * is the whole scenario is left to the average. Pure.
 */
export function missedStretches(begins: readonly Begins[]): readonly string[] {
  return begins.flatMap((one) => [...missedLevels(one), ...stalls(one)]);
}

function missedLevels({ scenario, levels, windows }: Begins): readonly string[] {
  const isWhole = ({ fromMs, untilMs }: Stretch) =>
    fromMs === windows[0]?.fromMs && untilMs === windows.at(-1)?.untilMs;
  return levels
    .filter((level) => !isWhole(level) && level.begun + AT_EDGES < level.planned * BEGUN_AT_LEAST)
    .map((level) => {
      const percent = Math.floor((100 * level.begun) / level.planned);
      const done = `completed ${level.begun} of ${Math.round(level.planned)} iterations (${percent} %, at least 95 % are needed)`;
      return `scenario "${scenario}" at ${level.rate} iterations/s, ${sayWhen(level)}, ${done}`;
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
