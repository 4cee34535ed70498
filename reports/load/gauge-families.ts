import type { GaugeName } from './gauge-name.ts';
import type { GaugeSeries } from './gauge-series.ts';

/** What every load should show of target and generator. */
export interface GaugeFamily {
  readonly id: 'cpu' | 'memory' | 'queue' | 'loop' | 'pool';
  readonly title: string;
  /** Of a gauge's measure. */
  readonly pattern: RegExp;
  /** Means, or peaks where these tell. */
  readonly draws: 'avg' | 'max';
  /** Numbers of things of any kind go in one plot. */
  readonly counts?: boolean;
}

/** In the order in which they are drawn. */
export const GAUGE_FAMILIES: readonly GaugeFamily[] = [
  { id: 'cpu', title: 'CPU', pattern: /cpu|busy/, draws: 'avg' },
  { id: 'memory', title: 'Memory', pattern: /^(?!.*heap).*(memory|rss)/, draws: 'max' },
  { id: 'queue', title: 'Queue depth', pattern: /queue_?(depth|size|length|waiting)|backlog/, draws: 'max' },
  { id: 'loop', title: 'Event-loop lag', pattern: /loop.*(lag|delay)/, draws: 'max' },
  {
    id: 'pool',
    title: 'Connection pools',
    pattern: /pool.*(use|active|wait|pending|ratio)/,
    draws: 'max',
    counts: true,
  },
];

/** The gauges of a family. Of one that is told part by part, such as queue by queue, only the parts. */
export function inFamily(all: readonly GaugeSeries[], { pattern }: GaugeFamily): readonly GaugeSeries[] {
  const own = all.filter((one) => pattern.test(one.name.measure));
  const parted = new Set(own.filter((one) => one.name.part !== undefined).map((one) => baseOf(one.name)));
  return own.filter(({ name }) => name.part !== undefined || !parted.has(baseOf(name)));
}

function baseOf({ process, measure }: GaugeName): string {
  return `${process}.${measure}`;
}

export function family(id: GaugeFamily['id']): GaugeFamily {
  const found = GAUGE_FAMILIES.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no family ${id}`);
  return found;
}
