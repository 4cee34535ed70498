import type { Metric } from '../../kernel/evidence.ts';
import { sayDuration, sayValue } from '../format.ts';
import { faultsOf, phasesOf, type FaultStretch } from '../load/phases.ts';
import type { SuiteRow } from '../model/suite-row.ts';

/** A stretch of an experiment. `left` and `width` are percentages of the whole. */
export interface Span {
  readonly name: string;
  readonly left: number;
  readonly width: number;
  readonly said: string;
  readonly effect?: string | undefined;
}

export interface Timeline {
  readonly phases: readonly Span[];
  readonly faults: readonly Span[];
  readonly recovery?: Span;
  readonly length: string;
  /** The names of the phases that were measured, in order. */
  readonly columns: readonly string[];
  /** The same measurement in each phase. */
  readonly measurements: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** What happened when, from the events of an experiment and its metric `recovery_ms`; undefined without a phase. */
export function timelineOf({ evidence }: SuiteRow): Timeline | undefined {
  const phases = phasesOf(evidence);
  const faults = faultsOf(evidence);
  const end = Math.max(0, ...[...phases, ...faults].map((span) => span.untilMs));
  if (phases.length === 0 || end === 0) return undefined;
  const recovery = recoveryOf(evidence?.metrics ?? [], faults);
  const columns = [...new Set(phases.map((phase) => phase.name))];
  return {
    phases: phases.map((span) => place(span, end)),
    faults: faults.map((span) => place(span, end)),
    ...(recovery && { recovery: place(recovery, end) }),
    length: sayDuration(end),
    columns,
    measurements: measurementsOf(evidence, columns),
  };
}

function recoveryOf(metrics: readonly Metric[], faults: readonly FaultStretch[]): FaultStretch | undefined {
  const took = metrics.find((metric) => metric.name === 'recovery_ms');
  if (took === undefined || took.samples === 0 || faults.length === 0) return undefined;
  const healed = Math.max(...faults.map((fault) => fault.untilMs));
  return { name: 'recovered', fromMs: healed, untilMs: healed + took.value };
}

function place({ name, fromMs, untilMs, effect }: FaultStretch, end: number): Span {
  const took = sayDuration(untilMs - fromMs);
  const said =
    name === 'recovered' ? `recovered in ${took}` : `${name}: from ${sayDuration(fromMs)} for ${took}`;
  return {
    name,
    left: round((100 * fromMs) / end),
    width: Math.max(0.5, round((100 * (Math.min(untilMs, end) - fromMs)) / end)),
    said,
    effect,
  };
}

function round(percent: number): number {
  return Math.round(percent * 100) / 100;
}

/** A tool may measure dozens of things; these and whatever has a limit are compared, the rest is listed below. */
const TELLING =
  /^(http_req_duration\.p\d+|http_req_failed\.rate|http_reqs\.(rate|count)|checks\.rate|p\d+|errors?)$/;

function measurementsOf(evidence: SuiteRow['evidence'], phases: readonly string[]): Timeline['measurements'] {
  const metrics = new Map((evidence?.metrics ?? []).map((metric) => [metric.name, metric]));
  const limited = new Set(evidence?.suite.thresholds.map((threshold) => threshold.metric));
  const tells = (phase: string, name: string) => TELLING.test(name) || limited.has(`${phase}.${name}`);
  const names = [...metrics.keys()].flatMap((key) => {
    const phase = phases.find((one) => key.startsWith(`${one}.`));
    const name = phase === undefined ? '' : key.slice(phase.length + 1);
    return phase !== undefined && tells(phase, name) ? [name] : [];
  });
  return [...new Set(names)].map((name) => ({
    name,
    values: phases.map((phase) => sayMetric(metrics.get(`${phase}.${name}`))),
  }));
}

function sayMetric(metric: Metric | undefined): string {
  return metric === undefined || metric.samples === 0 ? 'not measured' : sayValue(metric.value, metric.unit);
}
