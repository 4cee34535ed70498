import type { Metric } from '../../../kernel/evidence.ts';
import type { Measured } from './measure.ts';
import { offeredLoad } from './offer/missed-iterations.ts';
import type { Plan } from './plan.ts';
import type { LoadSamples } from './samples/load-samples.ts';
import { finalMetrics } from './samples/recorded-metrics.ts';
import { exactly } from './samples/stat.ts';

/** Everything that is a number in the end: of k6, of what was offered, of generator and target. */
export function outcomeMetrics(plan: Plan, { samples, watched }: Measured): readonly Metric[] {
  const stat = (metric: string) => samples.total.stat({ metric, tags: [] }, 'count');
  const ended = stat('iterations')?.samples ?? 0;
  // k6 mentions them only when there are some.
  const dropped = stat('dropped_iterations')?.value ?? 0;
  const droppedCount = { name: 'dropped_iterations.count', value: dropped, unit: 'count', samples: ended };
  return [
    ...finalMetrics(samples, plan.asked),
    ...(ended > 0 ? [droppedCount] : []),
    // A load that is raised until it breaks ends before its time.
    ...(plan.judged === 'by step' ? [] : [...rates(plan, samples.iterations), ...atFullRate(plan, samples)]),
    ...watched.metrics,
  ];
}

/**
 * What was carried a second, as it would be under the whole profile: divided by the scale of its rates and users. So one limit
 * holds however far a load is shrunk; at a scale of 1 it is what was carried.
 */
function atFullRate({ chosen, scenarios }: Plan, samples: LoadSamples): readonly Metric[] {
  const scale = chosen?.scale.rate ?? 1;
  // While it was carried: neither setup() nor teardown() is load.
  const { firstMs, lastMs } = samples.total.time;
  const span = exactly(Math.max(1, (lastMs - firstMs) / 1000));
  const rateOf = (metric: string) => samples.total.stat({ metric, tags: [] }, 'rate', span);
  const iterations = rateOf('iterations');
  const requests = rateOf('http_reqs');
  const achieved = offeredLoad(scenarios, samples.iterations)?.achievedPerSecond;
  const told = (name: string, { value, samples: count }: { value: number; samples: number }) => ({
    name: `load.${name}_at_full_rate`,
    value: value / scale,
    unit: '1/s',
    samples: count,
  });
  return [
    ...(iterations ? [told('iterations', { ...iterations, value: achieved ?? iterations.value })] : []),
    ...(requests ? [told('requests', requests)] : []),
  ];
}

function rates({ scenarios }: Plan, iterations: ReadonlyMap<string, number>): readonly Metric[] {
  const load = offeredLoad(scenarios, iterations);
  if (load === undefined) return [];
  const { offeredPerSecond, achievedPerSecond, iterations: samples } = load;
  const unit = '1/s';
  return [
    { name: 'load.offered_per_second', value: offeredPerSecond, unit, samples },
    { name: 'load.achieved_per_second', value: achievedPerSecond, unit, samples },
  ];
}
