import type { Metric } from '../../../../kernel/evidence.ts';
import { LOAD_EVENTS, type LoadDrift, type LoadGauges } from '../../../../kernel/load-evidence.ts';
import type { Recorder } from '../../../../kernel/recorder.ts';
import type { ResolvedThreshold } from '../../../../kernel/suite.ts';
import type { KeptBucket } from '../samples/journal.ts';
import { type DriftSeries, gaugeSeries, latencySeries, steadyWindows } from './drift-series.ts';
import { CONFIDENCE, driftOf, judgeDrift, type SeriesDrift } from './judge-series.ts';
import type { Said, Sentence } from '../../../../kernel/sentence.ts';

/** Tolerated where the suite sets no threshold: a fifth of what is usual, or ten jobs in a queue. */
const USUAL_LIMIT = { ratio: 0.2, absolute: 10 } as const;
const MS_PER_HOUR = 3_600_000;

export interface Drift {
  /** `load-drift`; undefined where no series could be judged. */
  readonly event: LoadDrift | undefined;
  readonly metrics: readonly Metric[];
  /** A sentence for each series that says neither. */
  readonly undecided: readonly Said[];
}

/** True for a soak, and where the suite has a threshold on drift. Any other load may change as it was told to. */
export function asksForDrift(
  thresholds: readonly Pick<ResolvedThreshold, 'metric'>[],
  profile: string | undefined,
): boolean {
  return profile === 'soak' || thresholds.some(({ metric }) => metric.startsWith('drift.'));
}

/**
 * Whether latency, memory and queues rise over a steady load. A metric's value is the change over the windows that were looked
 * at; a rise that chance may explain counts as 0. Where a rise of twice the limit could not be told from chance there is no metric: unknown.
 */
export function findDrift(
  buckets: readonly KeptBucket[],
  gauges: readonly LoadGauges[],
  thresholds: readonly Pick<ResolvedThreshold, 'metric' | 'limit'>[],
): Drift {
  const windows = steadyWindows(buckets);
  const stretch = { fromMs: windows[0]?.fromMs ?? 0, untilMs: windows.at(-1)?.untilMs ?? 0 };
  const limitOf = ({ metric, change }: DriftSeries) =>
    thresholds.find((threshold) => threshold.metric === metric)?.limit ?? USUAL_LIMIT[change];
  const found = [latencySeries(windows), ...gaugeSeries(gauges, stretch)].map(driftOf);
  const judged = found
    .flatMap((one) => ('open' in one ? [] : [one]))
    .map((one) => ({ ...one, limit: limitOf(one.series), verdict: judgeDrift(one, limitOf(one.series)) }));
  const decided = judged.filter(({ verdict }) => verdict !== 'undecided');
  const tooWide = judged.filter(({ verdict }) => verdict === 'undecided').map(sayTooWide);
  return {
    event: judged.length === 0 ? undefined : eventOf(judged, stretch),
    metrics: decided.map(metricOf),
    undecided: [...found.flatMap((one) => ('open' in one ? [one.open] : [])), ...tooWide],
  };
}

/** Journals what was found. */
export function recordDrift(
  recorder: Pick<Recorder, 'event' | 'metric'>,
  { event, metrics, undecided }: Drift,
): void {
  if (event !== undefined) recorder.event(LOAD_EVENTS.drift, event);
  for (const metric of metrics) recorder.metric(metric);
  if (undecided.length > 0) recorder.event('drift-undecided', { reasons: undecided });
}

type Judged = SeriesDrift & { readonly limit: number; readonly verdict: ReturnType<typeof judgeDrift> };

function metricOf({ series, change, low }: Judged): Metric {
  const value = low > 0 ? change : Math.min(change, 0);
  const unit = series.change === 'ratio' ? 'ratio' : series.unit;
  return { name: series.metric, value, unit, samples: series.points.length };
}

function eventOf(judged: readonly Judged[], stretch: { fromMs: number; untilMs: number }): LoadDrift {
  return {
    ...stretch,
    confidence: CONFIDENCE,
    series: judged
      .filter(({ trend }) => Number.isFinite(trend.low) && Number.isFinite(trend.high))
      .map(({ series, usual, trend, verdict }) => ({
        name: series.name,
        unit: series.unit,
        level: usual,
        perHour: trend.slope * MS_PER_HOUR,
        low: trend.low * MS_PER_HOUR,
        high: trend.high * MS_PER_HOUR,
        points: series.points.length,
        drifts: verdict === 'drifts',
      })),
  };
}

function sayTooWide({ series, low, high, limit }: Judged): Sentence {
  const [from, until] = [low, high].map((value) => Number(value.toPrecision(3)));
  return {
    what: `${series.metric} lies between ${from} and ${until}: too wide to tell even a rise of twice ${limit} from none.`,
    fix: 'a longer run, more requests a second, or a higher limit.',
  };
}
