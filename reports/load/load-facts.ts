import type { LoadPlan } from '../../kernel/load-evidence.ts';
import type { Metric } from '../../kernel/evidence.ts';
import { count, sayDuration, sayNumber, sayValue } from '../format.ts';
import { kneeOf } from './knee.ts';
import { loadRecordOf } from './load-record.ts';
import { plannedEndMs, type LoadSuite } from './measured.ts';
import { sayScale } from './scale.ts';

export interface LoadFact {
  readonly name: string;
  readonly said: string;
}

/** How the load was shaped, and how much of it was really made. What nobody recorded is left out. */
export function loadFacts({ evidence }: Pick<LoadSuite, 'evidence'>): readonly LoadFact[] {
  const { plan, knee, buckets } = loadRecordOf(evidence);
  const metrics = new Map((evidence?.metrics ?? []).map((metric) => [metric.name, metric]));
  const dropped = buckets.reduce((sum, bucket) => sum + bucket.dropped, 0);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Profile', plan && (plan.profile ?? 'none: the script shapes its load')],
    ['Scale', plan && (sayScale(plan.scale) || 'whole')],
    ['Planned', plan && sayPlanned(plan)],
    ['k6 processes', plan && sayNumber(plan.workers)],
    ['Offered', sayOffer(metrics)],
    ['Dropped', dropped > 0 ? count(dropped, 'iteration') : undefined],
    ['Knee', kneeOf(knee, plan)?.said],
  ];
  return facts.flatMap(([name, said]) => (said === undefined || said === '' ? [] : [{ name, said }]));
}

/** `up to 200 iterations/s for 6 min`. */
function sayPlanned(plan: LoadPlan): string {
  const peaks = plan.offered.map(({ unit, stages }) => ({
    unit,
    peak: Math.max(0, ...stages.flatMap((stage) => [stage.from, stage.target])),
  }));
  const units = [...Map.groupBy(peaks, ({ unit }) => unit)].map(([unit, own]) => {
    const several = own.length > 1 ? ` in ${own.length} scenarios` : '';
    return `up to ${sayNumber(Math.max(...own.map(({ peak }) => peak)))} ${unit}${several}`;
  });
  const end = plannedEndMs(plan);
  return end === undefined ? '' : `${units.join(', ')}, ${sayDuration(end)}`;
}

function sayOffer(metrics: ReadonlyMap<string, Metric>): string | undefined {
  const offered = metrics.get('load.offered_per_second');
  const achieved = metrics.get('load.achieved_per_second');
  if (offered === undefined || achieved === undefined || offered.value <= 0) return undefined;
  const share = sayValue(achieved.value / offered.value, 'ratio');
  return `${sayValue(offered.value, '1/s')} on average, ${sayValue(achieved.value, '1/s')} achieved (${share})`;
}
