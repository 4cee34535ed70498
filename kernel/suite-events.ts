import type { Evidence } from './evidence.ts';
import type { LoadBucket, LoadDrift, LoadGauges, LoadKnee, LoadPlan } from './load-evidence.ts';
import type { Scan } from './scan-evidence.ts';
import type { Sentence } from './sentence.ts';
import type { Starved } from './starved.ts';

type Detail = Readonly<Record<string, unknown>>;

/**
 * What suites tell beside checks, metrics and findings, by name: whoever records and whoever reads takes the name from here, so
 * that a misspelt one does not compile. `Detail`: for people who read a journal; nothing else looks into it.
 */
export interface SuiteEvents {
  /** What the suite could not look at, or its evidence lacks. It decides nothing; reports say it as it is. */
  loss: Sentence;
  'attach-missing': { readonly name: string; readonly file: string };
  'attach-refused': { readonly name: string; readonly file?: string; readonly reason: string };
  'attach-truncated': { readonly name: string; readonly leftOutBytes: number };
  /** Results that could not be read: the suite is `unknown`. */
  'inbox-malformed': { readonly reason: string; readonly excerpt: string } | { readonly more: number };
  'inbox-shrunk': { readonly readBytes: number };
  /** A requirement that a check claims and nobody knows. */
  'reference-unknown': { readonly reference: string; readonly why: string };
  canary: Detail;
  starved: Starved;

  'tests.begin': Detail;
  'tests.end': { readonly status: string };
  'tests.trouble': { readonly cause: 'suite' | 'infra'; readonly message: string; readonly fix?: string };
  'tests.narrowed': { readonly by: readonly string[] };
  'tests.asked': { readonly baseUrls: readonly string[]; readonly servers: readonly string[] };
  'assertions.outside': { readonly count: number };
  'assertions.uncounted': { readonly reason: string };

  'load-plan': LoadPlan;
  'load-bucket': LoadBucket;
  'load-gauges': LoadGauges;
  'load-drift': LoadDrift;
  'load-knee': LoadKnee;
  'load-levels': LoadKnee;
  'load-started': Detail;
  'load-offer': Detail;
  'drift-undecided': { readonly reasons: readonly (string | Sentence)[] };
  timeseries: { readonly startedAt: string };
  'default-limits': Detail;
  'script-bundled': { readonly reason: string };
  'script-thresholds-ignored': Detail;
  'samples-lost': Detail;
  'recorded-elsewhere': Detail;
  'metrics-pushed': Detail;
  'metrics-not-pushed': Detail;
  'generator-not-measured': { readonly reason: string };
  'target-not-measured': { readonly reason: string; readonly fix: string };
  'gauges-not-kept': Detail;
  'scrapes-failed': Detail;

  phase: { readonly name: string; readonly startedAt: string; readonly endedAt: string };
  injecting: Detail;
  fault: Detail;
  expired: Detail;
  healed: { readonly failures: readonly string[] };

  'zap-alerts': Detail;
  scan: Scan;
}

export type EventName = keyof SuiteEvents;

/** Warnings that old evidence has by names of their own. */
export type OldWarning = 'left-out' | 'raw-output-lost' | 'spider-stopped' | 'zap-rule-packs-missing';

type Told = Evidence['events'][number];

/** The events of that name, in order. What they tell was written by any version: parse it. */
export function eventsNamed(
  evidence: Pick<Evidence, 'events'> | undefined,
  ...names: readonly EventName[]
): readonly Told[] {
  const wanted: readonly string[] = names;
  return (evidence?.events ?? []).filter(({ name }) => wanted.includes(name));
}
