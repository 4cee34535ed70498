import type { Threshold } from '../../../kernel/suite.ts';

/** Of the target itself, as PER-05 asks, each for its clause; `readings` is how many of each gauge there are at least. */
export function targetThresholds(readings: number): Threshold[] {
  const below = (metric: string, environment: string, unit: string, clause = 'saturation'): Threshold => ({
    metric: `target.${metric}`,
    op: '<',
    limit: { environment },
    unit,
    minSamples: readings,
    proves: [`PER-05/${clause}`],
  });
  return [
    ...['api', 'web', 'worker'].flatMap((part) => [
      below(`${part}.cpu_ratio.avg`, 'cpu.ratio', 'ratio', 'cpu'),
      below(`${part}.memory_ratio.max`, 'memory.ratio', 'ratio', 'memory'),
      below(`${part}.event_loop_lag_ms.avg`, 'loop.lag', 'ms'),
    ]),
    // The web has no database of its own.
    ...['api', 'worker'].map((part) => below(`${part}.pool_waiting.avg`, 'pool.waiting', 'callers')),
    below('worker.queue_depth.avg', 'queue.depth', 'jobs'),
  ];
}
