import type { LoadPlan } from '../../kernel/load-evidence.ts';
import { LEAST_WINDOWS, type SuiteSeries } from './baseline.ts';

type Window = SuiteSeries['windows'][number];
type Span = Pick<Window, 'fromMs' | 'untilMs'>;

const WARM_UP_MS = 30_000;
const WARM_UP_SHARE = 0.1;

/**
 * The windows that two runs of the same load have in common: none of the warm-up (30 s, at most a tenth of the load), none that
 * the load's end tears, and where the load has steady stretches for at least 8 windows, none of its ramps. `level` says which step was
 * offered; a load without such stretches is one `varying` step.
 */
export function windowsOf(plan: Pick<LoadPlan, 'offered'>, buckets: readonly Span[]): readonly Window[] {
  const endMs = endOf(plan, buckets);
  const warmMs = Math.min(WARM_UP_MS, endMs * WARM_UP_SHARE);
  const whole = buckets.filter(({ fromMs, untilMs }) => fromMs >= warmMs && untilMs <= endMs);
  const steady = whole.flatMap(({ fromMs, untilMs }) => {
    const step = stepAt(plan, { fromMs, untilMs });
    return step === undefined ? [] : [{ fromMs, untilMs, level: step }];
  });
  if (steady.length >= LEAST_WINDOWS) return steady;
  return whole.map(({ fromMs, untilMs }) => ({ fromMs, untilMs, level: 'varying' }));
}

/** Where the plan leaves it open, the last bucket may be torn. */
function endOf({ offered }: Pick<LoadPlan, 'offered'>, buckets: readonly Span[]): number {
  const ends = offered.flatMap(({ stages }) => stages.map(({ untilMs }) => untilMs));
  return ends.length > 0 ? Math.max(...ends) : (buckets.at(-1)?.fromMs ?? 0);
}

/** What every scenario offers all through a window, such as `mix 50 iterations/s`; undefined while one of them changes. */
function stepAt({ offered }: Pick<LoadPlan, 'offered'>, window: Span): string | undefined {
  const parts = offered.map(({ scenario, unit, stages }) => {
    const during = stages.filter((one) => one.fromMs < window.untilMs && one.untilMs > window.fromMs);
    const targets = new Set(during.flatMap(({ from, target }) => [from, target]));
    const coveredMs = during.reduce((sum, stage) => sum + overlapMs(stage, window), 0);
    if (targets.size === 0) return '';
    const isWhole = coveredMs >= window.untilMs - window.fromMs;
    return targets.size === 1 && isWhole ? `${scenario} ${[...targets].join('')} ${unit}` : undefined;
  });
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  return parts.filter((part) => part !== '').join(', ');
}

function overlapMs(stage: Span, window: Span): number {
  return Math.min(stage.untilMs, window.untilMs) - Math.max(stage.fromMs, window.fromMs);
}
