import type { LoadPlan } from '../../kernel/load-evidence.ts';

type Offered = LoadPlan['offered'][number];
type Stage = Offered['stages'][number];
type Point = readonly [second: number, value: number];

/**
 * What all scenarios of a unit offer together, as corners of straight lines, until `untilSecond`. A step is two points at the
 * same second. Empty when none offers that unit.
 */
export function offeredLine(
  plan: LoadPlan | undefined,
  unit: Offered['unit'],
  untilSecond: number,
): readonly Point[] {
  const stages = (plan?.offered ?? []).filter((one) => one.unit === unit).flatMap((one) => one.stages);
  const endMs = untilSecond * 1000;
  const corners = new Set([0, endMs, ...stages.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs])]);
  if (stages.length === 0) return [];
  return [...corners]
    .filter((ms) => ms <= endMs)
    .sort((a, b) => a - b)
    .flatMap((ms) => (ms === endMs ? cornerAt(ms, stages).slice(0, 1) : cornerAt(ms, stages)));
}

function cornerAt(ms: number, stages: readonly Stage[]): readonly Point[] {
  const before = total(
    stages.filter((stage) => stage.fromMs < ms && ms <= stage.untilMs),
    ms,
  );
  const after = total(
    stages.filter((stage) => stage.fromMs <= ms && ms < stage.untilMs),
    ms,
  );
  const second = ms / 1000;
  if (ms === 0) return [[second, after]];
  return before === after
    ? [[second, before]]
    : [
        [second, before],
        [second, after],
      ];
}

function total(stages: readonly Stage[], ms: number): number {
  const values = stages.map(
    ({ fromMs, untilMs, from, target }) => from + ((target - from) * (ms - fromMs)) / (untilMs - fromMs),
  );
  return values.reduce((sum, value) => sum + value, 0);
}
