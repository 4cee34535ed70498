/** What was measured of a version while users asked it, by its own metrics. */
export interface Observed {
  /** The mean time to answer, in ms, of each slice of the time in which anything was answered. */
  readonly latencies: readonly number[];
  readonly requests: number;
  /** Answered with a 5xx. */
  readonly errors: number;
  /** Answered with the 404 that some of the requests are meant to get: what shows that failures are counted at all. */
  readonly refusals: number;
  /** By part, how much its memory grew, in MB (10^6 bytes). */
  readonly growth: Readonly<Record<string, number>>;
}

/** `inconclusive` is no reason to promote. */
export interface Judged {
  readonly verdict: 'same' | 'worse' | 'inconclusive';
  readonly why: readonly string[];
}

const MIN_REQUESTS = 60;
const MIN_SLICES = 5;
/** So much more of all requests may fail. */
const ERROR_RATE = 0.01;
/** Worse where its quicker quarter is slower than the baseline's slower quarter: by this factor, and by so many ms. */
const SLOWER = 1.5;
const SLOWER_MS = 15;
/** A fresh process grows anyway; by so many MB more it leaks. */
const GROWTH_MB = 48;

/** Compares a version with the one before, both fresh and under the same load. What is not there, or stands still, never is the same. */
export function judge(baseline: Observed, candidate: Observed): Judged {
  const lacking = [
    ...lacks('the baseline', baseline, candidate),
    ...lacks('the candidate', candidate, baseline),
  ];
  if (lacking.length > 0) return { verdict: 'inconclusive', why: lacking };
  const why = [
    ...failing(baseline, candidate),
    ...slower(baseline, candidate),
    ...leaking(baseline, candidate),
  ];
  return { verdict: why.length === 0 ? 'same' : 'worse', why };
}

function lacks(who: string, one: Observed, other: Observed): readonly string[] {
  const { requests, latencies, refusals, growth } = one;
  const silent = Object.keys(other.growth).filter((part) => growth[part] === undefined);
  return [
    ...(requests < MIN_REQUESTS ? [`${who} answered ${requests} requests, of at least ${MIN_REQUESTS}`] : []),
    ...(latencies.length < MIN_SLICES
      ? [`${who} has ${latencies.length} times to answer, of at least ${MIN_SLICES}`]
      : []),
    ...(refusals === 0
      ? [`${who} counted none of the requests that had to fail: its errors say nothing`]
      : []),
    ...(Object.keys(growth).length === 0 ? [`${who} tells of no memory`] : []),
    ...silent.map((part) => `${who} tells of no memory of ${part}`),
  ];
}

function failing(baseline: Observed, candidate: Observed): readonly string[] {
  const [before, now] = [baseline.errors / baseline.requests, candidate.errors / candidate.requests];
  return now - before > ERROR_RATE
    ? [`${percent(now)} of its requests fail, and ${percent(before)} before`]
    : [];
}

function slower(baseline: Observed, candidate: Observed): readonly string[] {
  const [before, now] = [quantile(baseline.latencies, 0.75), quantile(candidate.latencies, 0.25)];
  return now > before * SLOWER && now > before + SLOWER_MS
    ? [
        `it answers in ${now.toFixed(0)} ms or more in three of four slices, and in ${before.toFixed(0)} ms or less before`,
      ]
    : [];
}

function leaking(baseline: Observed, candidate: Observed): readonly string[] {
  return Object.entries(candidate.growth).flatMap(([part, grown]) => {
    const before = baseline.growth[part] ?? 0;
    return grown > Math.max(before, 0) + GROWTH_MB
      ? [`${part} grew by ${grown.toFixed(0)} MB, and by ${before.toFixed(0)} MB before`]
      : [];
  });
}

const percent = (ratio: number) => `${(100 * ratio).toFixed(1)} %`;

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(q * (sorted.length - 1))] ?? NaN;
}

/** The two together, as one baseline. */
export function both(one: Observed, other: Observed): Observed {
  const parts = new Set([...Object.keys(one.growth), ...Object.keys(other.growth)]);
  return {
    latencies: [...one.latencies, ...other.latencies],
    requests: one.requests + other.requests,
    errors: one.errors + other.errors,
    refusals: one.refusals + other.refusals,
    growth: Object.fromEntries(
      [...parts].map((part) => [part, Math.max(one.growth[part] ?? 0, other.growth[part] ?? 0)]),
    ),
  };
}
