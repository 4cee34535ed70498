import type { ResolvedThreshold } from '../../kernel/suite.ts';
import type { Limit, Stretch } from '../drawing/plot.ts';

const LINES: readonly (readonly [RegExp, (percentile: string) => string])[] = [
  [/^(?:http_req_duration|latency)?\.?(p50|p95|p99)$/, (percentile) => percentile],
  [/^(?:http_req_failed|errors?)(?:\.rate)?$/, () => 'errors'],
  [/^(?:http_reqs|requests|throughput)(?:\.rate)?$/, () => 'rate'],
];

/** Where the suite's thresholds are drawn on its traffic: those that belong to a line of it. */
export function limitsOf(
  thresholds: readonly ResolvedThreshold[],
  phases: readonly Stretch[],
): readonly Limit[] {
  return thresholds.flatMap((one) => limitOf(one, phases));
}

/**
 * `during.http_req_failed.rate` is drawn over its phase only; `http_req_duration{service:api}.p95` says whose it is; one on another
 * metric is not drawn.
 */
function limitOf(threshold: ResolvedThreshold, phases: readonly Stretch[]): readonly Limit[] {
  const phase = phases.find(({ name }) => threshold.metric.startsWith(`${name}.`));
  const metric = phase ? threshold.metric.slice(phase.name.length + 1) : threshold.metric;
  const tag = /\{([^}]*)\}/.exec(metric)?.[1];
  const line = LINES.map(([pattern, nameOf]) => {
    const match = pattern.exec(metric.replace(/\{[^}]*\}/, ''));
    return match === null ? undefined : nameOf(match[1] ?? '');
  }).find((name) => name !== undefined);
  if (line === undefined) return [];
  const value = threshold.unit === 'ratio' ? threshold.limit * 100 : threshold.limit;
  const span = phase && { fromSecond: phase.fromMs / 1000, untilSecond: phase.untilMs / 1000 };
  return [{ name: line, value, ...(tag !== undefined && { tag }), ...span }];
}
