import { z } from 'zod';
import { fromOldEvidence } from './sentence.ts';
import { resolvedSuiteSchema } from './suite.ts';

/** One assertion's outcome. `id` = file › title › project; the last attempt that was executed decides. */
export const checkSchema = z.strictObject({
  id: z.string().min(1),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  /** The reason of a skip; what was expected and observed of a failure. */
  detail: z.string().optional(),
  durationMs: z.number().min(0),
  /** Requirement ids that this check proves. */
  proves: z.array(z.string()).default([]),
  /** 1 for the first try. */
  attempt: z.number().int().min(1).default(1),
  /** Fingerprints of the findings that alone made it fail: it is waived when each of them is. */
  findings: z.array(z.string()).optional(),
  /** How many assertions were seen in this attempt. Absent: the tool cannot tell, and nothing is concluded from it. */
  assertions: z.number().int().min(0).optional(),
});

/** An aggregate over `samples` observations. Time series are files. */
export const metricSchema = z.strictObject({
  name: z.string().min(1),
  value: z.number(),
  unit: z.string(),
  samples: z.number().int().min(0),
});

/** Something a scanner found. `fingerprint` never holds a line number, so that it survives edits. */
export const findingSchema = z.strictObject({
  rule: z.string(),
  fingerprint: z.string(),
  /** CVSS-like, 0–10: ≥ 9 critical, ≥ 7 high, ≥ 4 medium, else low. */
  severity: z.number().min(0).max(10),
  title: z.string(),
  where: z.string(),
  cwe: z.number().int().optional(),
  fix: z.string(),
});

/** How a suite's run ended. `error`: the tool or the surroundings broke. */
export const endingSchema = z.union([
  z.enum(['completed', 'timed-out', 'interrupted']),
  z
    .strictObject({ error: z.string(), cause: z.enum(['suite', 'infra']), fix: z.string().optional() })
    .transform(({ error, cause, fix: known }) => {
      const { what, fix } = fromOldEvidence({ what: error, fix: known });
      return { error: what, cause, ...(fix !== undefined && { fix }) };
    }),
]);

/** `path` is relative to the suite's evidence folder. */
export const artifactSchema = z.strictObject({ path: z.string(), sha256: z.string() });

const startSchema = z.strictObject({
  run: z.string(),
  suite: resolvedSuiteSchema,
  environment: z.string(),
  /** Absent where the engine needs none. */
  target: z.strictObject({ name: z.string(), version: z.string() }).optional(),
  engine: z.strictObject({ name: z.string(), toolKind: z.string() }),
});

/** What a suite's journal holds, in order: one `start`, then anything, then one `end` (absent after a kill). */
export const suiteEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), data: startSchema }),
  z.strictObject({ type: z.literal('check'), data: checkSchema }),
  z.strictObject({ type: z.literal('metric'), data: metricSchema }),
  z.strictObject({ type: z.literal('finding'), data: findingSchema }),
  z.strictObject({ type: z.literal('artifact'), data: artifactSchema }),
  z.strictObject({
    type: z.literal('event'),
    data: z.strictObject({ name: z.string(), detail: z.record(z.string(), z.unknown()).default({}) }),
  }),
  /**
   * `lastAt`: when a killed suite was last heard of, as told by whoever ended it later. `durationMs`: by a clock that never jumps,
   * of a suite that was ended by who started it.
   */
  z.strictObject({
    type: z.literal('end'),
    data: z.strictObject({
      ending: endingSchema,
      lastAt: z.string().optional(),
      durationMs: z.number().min(0).optional(),
    }),
  }),
]);

/** What tool-side reporters append to the suite's inbox, a line of JSON each; `attach` names a file in the work folder. */
export const inboxEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('check'), data: checkSchema }),
  z.strictObject({ type: z.literal('metric'), data: metricSchema }),
  z.strictObject({ type: z.literal('finding'), data: findingSchema }),
  z.strictObject({
    type: z.literal('event'),
    data: z.strictObject({ name: z.string(), detail: z.record(z.string(), z.unknown()).default({}) }),
  }),
  z.strictObject({
    type: z.literal('attach'),
    data: z.strictObject({ name: z.string(), file: z.string() }),
  }),
]);

export type Check = z.infer<typeof checkSchema>;
export type Metric = z.infer<typeof metricSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type Ending = z.infer<typeof endingSchema>;
export type Artifact = z.infer<typeof artifactSchema>;
export type SuiteStart = z.infer<typeof startSchema>;
export type SuiteEvent = z.infer<typeof suiteEventSchema>;
export type InboxEvent = z.infer<typeof inboxEventSchema>;

/** An event as it stands in a journal. */
export type Journalled<E> = E & { readonly seq: number; readonly at: string };

/** Everything a verdict needs, as plain JSON: judged again years later, without the engine. */
export interface Evidence extends SuiteStart {
  readonly startedAt: string;
  /** Never before `startedAt`, whatever the clock did meanwhile. */
  readonly endedAt: string | undefined;
  /** By a clock that never jumps; where it is absent, the difference of the two has to do. */
  readonly durationMs?: number | undefined;
  readonly checks: readonly Check[];
  readonly metrics: readonly Metric[];
  readonly findings: readonly Finding[];
  readonly artifacts: readonly Artifact[];
  readonly events: readonly { readonly name: string; readonly at: string; readonly detail: object }[];
  readonly ending: Ending;
}

/** How long a suite took; undefined while nobody knows. Never negative. */
export function durationOf({
  startedAt,
  endedAt,
  durationMs,
}: Pick<Evidence, 'startedAt' | 'durationMs'> & { readonly endedAt?: string | undefined }):
  number | undefined {
  if (durationMs !== undefined || endedAt === undefined) return durationMs;
  return Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
}

/** The later of two moments (ISO, UTC): what was set back is the clock, not time. */
export function notBefore(first: string, second: string | undefined): string | undefined {
  return second !== undefined && second < first ? first : second;
}

/** A metric by name: the last one written wins, so that a running aggregate may be journalled again and again. */
function lastByName(metrics: readonly Metric[]): readonly Metric[] {
  return [...new Map(metrics.map((metric) => [metric.name, metric])).values()];
}

/**
 * Folds a suite's journal, live or dead, into evidence. A journal without `end` reads `interrupted`; one without `start` is
 * no evidence at all.
 */
export function fold(journal: readonly Journalled<SuiteEvent>[]): Evidence | undefined {
  const first = journal[0];
  if (first?.type !== 'start') return undefined;
  const of = <T extends SuiteEvent['type']>(type: T) =>
    journal.filter((event): event is Journalled<Extract<SuiteEvent, { type: T }>> => event.type === type);
  const end = of('end').at(-1);
  return {
    ...first.data,
    startedAt: first.at,
    endedAt: notBefore(first.at, end?.data.lastAt ?? end?.at),
    durationMs: end?.data.durationMs,
    checks: of('check').map((event) => event.data),
    metrics: lastByName(of('metric').map((event) => event.data)),
    findings: of('finding').map((event) => event.data),
    artifacts: of('artifact').map((event) => event.data),
    events: of('event').map((event) => ({ at: event.at, ...event.data })),
    ending: end?.data.ending ?? 'interrupted',
  };
}
