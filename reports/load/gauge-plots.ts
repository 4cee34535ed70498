import type { LoadGauges } from '../../kernel/load-evidence.ts';
import type { ResolvedThreshold } from '../../kernel/suite.ts';
import { count } from '../format.ts';
import type { Html } from '../drawing/html.ts';
import { plot, type Limit, type Line, type Plot } from '../drawing/plot.ts';
import { GAUGE_FAMILIES, inFamily, type GaugeFamily } from './gauge-families.ts';
import { sayGauge, sayProcess } from './gauge-name.ts';
import { gaugeSeries, type GaugeSeries } from './gauge-series.ts';
import { shownUnit } from './gauge-unit.ts';

type Shared = Pick<Plot, 'phases' | 'untilSecond'>;

/** As many lines as a reader can tell apart. */
const MOST_LINES = 6;

/**
 * CPU, memory, queue depth, event-loop lag and pools of target and generator over time: a plot for each that was read. A process
 * has the same colour in all of them.
 */
export function gaugePlots(
  gauges: readonly LoadGauges[],
  thresholds: readonly ResolvedThreshold[],
  shared: Shared,
): readonly Html[] {
  const all = gaugeSeries(gauges, shared.untilSecond);
  const tones = tonesOf(all);
  return GAUGE_FAMILIES.flatMap((family) => {
    const own = inFamily(all, family);
    const unitOf = ({ unit }: GaugeSeries) => (family.counts === true && unit !== '%' ? '' : unit);
    return [...Map.groupBy(own, unitOf)].map(([unit, series]) => {
      const limits = limitsOf(series, thresholds);
      return plot({ ...shared, ...drawn(family, unit, series, tones), limits });
    });
  });
}

type Tones = ReadonlyMap<string, number>;

/** Processes of the target are numbered by name; ours has a look of its own. */
function tonesOf(all: readonly GaugeSeries[]): Tones {
  const processes = all.filter((one) => !one.name.ours).map((one) => one.name.process);
  return new Map([...new Set(processes)].sort().map((process, index) => [process, index]));
}

function drawn(
  family: GaugeFamily,
  unit: string,
  series: readonly GaugeSeries[],
  tones: Tones,
): Omit<Plot, 'limits' | 'phases'> {
  const shown = series.toSorted((a, b) => b.most - a.most).slice(0, MOST_LINES);
  const named = shown.map((of) => ({ of, said: sayIn(series, of) }));
  const left = series.length - shown.length;
  const what = family.draws === 'avg' ? 'mean of each bucket' : 'highest of each bucket';
  return {
    title: family.title,
    unit,
    lines: toned(named.toSorted(oursLast), family, tones),
    note: left > 0 ? `${what}; ${count(left, 'lower line')} left out` : what,
  };
}

interface Named {
  readonly of: GaugeSeries;
  readonly said: string;
}

/** A process with one line among these goes by its name alone. */
function sayIn(series: readonly GaugeSeries[], { name }: GaugeSeries): string {
  const alone = series.filter((other) => other.name.process === name.process).length === 1;
  return alone ? sayProcess(name) : sayGauge(name);
}

function oursLast(a: Named, b: Named): number {
  return Number(a.of.name.ours) - Number(b.of.name.ours) || a.said.localeCompare(b.said, 'en');
}

/** The colour of the process; a further line of the same process has the next that is free. */
function toned(named: readonly Named[], { draws }: GaugeFamily, tones: Tones): readonly Line[] {
  const used = new Set<string>();
  return named.map(({ of, said }) => {
    const first = of.name.ours ? 0 : (tones.get(of.name.process) ?? 0);
    const kind = of.name.ours ? 'ours' : 'tone';
    const free = Array.from(
      { length: MOST_LINES },
      (_, step) => `${kind}-${((first + step) % MOST_LINES) + 1}`,
    );
    const tone = free.find((one) => !used.has(one)) ?? `${kind}-1`;
    used.add(tone);
    const points = of.points.map((point) => [point.second, point[draws]] as const);
    return { name: said, tone: of.name.ours ? `ours ${tone}` : tone, points, most: of.most };
  });
}

/** Limits on a gauge carry its name, with whatever the engine puts before and after. */
function limitsOf(
  series: readonly GaugeSeries[],
  thresholds: readonly ResolvedThreshold[],
): readonly Limit[] {
  return series.flatMap((one) =>
    thresholds
      .map((threshold) => ({ ...threshold, shown: shownUnit(threshold.unit) }))
      .filter(({ metric, shown }) => isOn(metric, one.name.full) && shown.unit === one.unit)
      .map(({ limit, shown }) => ({ name: sayIn(series, one), value: limit * shown.factor })),
  );
}

function isOn(metric: string, gauge: string): boolean {
  const at = metric.indexOf(gauge);
  if (at < 0) return false;
  const [before, after] = [metric[at - 1] ?? '.', metric[at + gauge.length] ?? '.'];
  return before === '.' && after === '.';
}
