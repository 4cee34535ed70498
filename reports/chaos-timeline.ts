import { z } from 'zod';
import { sayDuration, sayValue } from './format.ts';
import type { SuiteRow } from './suite-row.ts';

const spanSchema = z.object({
  name: z.string(),
  link: z.string().optional(),
  atMs: z.number(),
  untilMs: z.number(),
});

/** A stretch of an experiment. `left` and `width` are percentages of the whole. */
export interface Span {
  readonly name: string;
  readonly left: number;
  readonly width: number;
  readonly said: string;
}

export interface Timeline {
  readonly phases: readonly Span[];
  readonly faults: readonly Span[];
  readonly recovery?: Span;
  readonly length: string;
  /** The same measurement in each phase. */
  readonly measurements: readonly PhaseRow[];
}

export interface PhaseRow {
  readonly name: string;
  readonly before: string;
  readonly during: string;
  readonly after: string;
}

/** What happened when, from the events `phase` and `fault` and the metric `recovery_ms`; undefined without a phase. */
export function timelineOf({ evidence }: SuiteRow): Timeline | undefined {
  const phases = spansOf('phase', evidence);
  const faults = spansOf('fault', evidence);
  const end = Math.max(0, ...[...phases, ...faults].map((span) => span.untilMs));
  if (phases.length === 0 || end === 0) return undefined;
  const recoveryMs = evidence?.metrics.find((metric) => metric.name === 'recovery_ms')?.value;
  const healedAt = Math.max(0, ...faults.map((span) => span.untilMs));
  const recovery =
    recoveryMs === undefined || faults.length === 0
      ? undefined
      : place({ name: 'recovered', atMs: healedAt, untilMs: healedAt + recoveryMs }, end);
  return {
    phases: phases.map((span) => place(span, end)),
    faults: faults.map((span) => place(span, end)),
    ...(recovery && { recovery }),
    length: sayDuration(end),
    measurements: measurementsOf(evidence),
  };
}

type RawSpan = z.infer<typeof spanSchema>;

function spansOf(name: string, evidence: SuiteRow['evidence']): readonly RawSpan[] {
  return (evidence?.events ?? [])
    .filter((event) => event.name === name)
    .flatMap((event) => spanSchema.safeParse(event.detail).data ?? []);
}

function place({ name, link, atMs, untilMs }: RawSpan, end: number): Span {
  const title = link === undefined ? name : `${name} on ${link}`;
  return {
    name: title,
    left: round((100 * atMs) / end),
    width: Math.max(0.5, round((100 * (Math.min(untilMs, end) - atMs)) / end)),
    said: `${title}: from ${sayDuration(atMs)} for ${sayDuration(untilMs - atMs)}`,
  };
}

function round(percent: number): number {
  return Math.round(percent * 100) / 100;
}

function measurementsOf(evidence: SuiteRow['evidence']): readonly PhaseRow[] {
  const metrics = new Map((evidence?.metrics ?? []).map((metric) => [metric.name, metric]));
  const names = new Set(
    [...metrics.keys()].flatMap((name) => /^(?:before|during|after)\.(.+)$/.exec(name)?.[1] ?? []),
  );
  const say = (phase: string, name: string) => {
    const metric = metrics.get(`${phase}.${name}`);
    return metric === undefined || metric.samples === 0
      ? 'not measured'
      : sayValue(metric.value, metric.unit);
  };
  return [...names].map((name) => ({
    name,
    before: say('before', name),
    during: say('during', name),
    after: say('after', name),
  }));
}
