import { SuiteError } from '../../../../kernel/errors.ts';
import type { CheckInput } from '../../../../kernel/recorder.ts';
import { goDurationMs } from '../process/go-duration.ts';
import type { Inspection } from '../process/inspect.ts';
import { type Selector, parseSelector } from '../samples/metric-name.ts';
import type { Value } from '../samples/stat.ts';
import type { Tally } from '../samples/tally.ts';
import { samplesNeeded, tooFewSamples } from './samples-needed.ts';
import { type ThresholdExpression, holds, parseThresholdExpression } from './threshold-expression.ts';

/** One threshold that the script sets itself. */
export interface ScriptThreshold {
  readonly id: string;
  readonly selector: Selector;
  readonly expression: ThresholdExpression;
  readonly abortOnFail: boolean;
  readonly delayAbortMs: number;
}

/**
 * The thresholds of the script's options, for us to judge: k6 takes a threshold without samples for a pass. Throws a SuiteError
 * that names every one that k6 would refuse too.
 */
export function readThresholds(inspection: Inspection): readonly ScriptThreshold[] {
  const problems: string[] = [];
  const thresholds = Object.entries(inspection.thresholds).flatMap(([metric, sources]) =>
    sources.map(({ threshold, abortOnFail, delayAbortEval }): ScriptThreshold | undefined => {
      const selector = parseSelector(metric);
      const expression = parseThresholdExpression(threshold);
      const id = `threshold › ${metric}: ${threshold}`;
      if (selector === undefined || expression === undefined) {
        problems.push(id);
        return undefined;
      }
      return { id, selector, expression, abortOnFail, delayAbortMs: goDurationMs(delayAbortEval) ?? 0 };
    }),
  );
  if (problems.length > 0) throw new SuiteError(notUnderstood(problems));
  return thresholds.filter((threshold) => threshold !== undefined);
}

function notUnderstood(problems: readonly string[]): string {
  return (
    `the script's thresholds are not understood: ${problems.join('; ')}. ` +
    'Fix: write <stat><operator><number> with a stat of avg, min, max, med, p(95), count, rate, value, on metric{tag:value}.'
  );
}

/** The outcome, or the sentence that says why there is none. */
export function judgeThreshold(threshold: ScriptThreshold, tally: Tally): CheckInput | string {
  const { id, selector, expression } = threshold;
  const value = tally.stat(selector, expression.stat) ?? countOfNothing(threshold, tally);
  if (value === undefined) return `${id} saw no sample.`;
  const tooFew = tooFewSamples(id, expression.stat, value.samples);
  if (tooFew !== undefined) return tooFew;
  const passed = holds(expression, value.value);
  const shown = Number(value.value.toPrecision(6));
  const detail = `${expression.stat} is ${shown}${value.unit === '' ? '' : ` ${value.unit}`} (${value.samples} samples)`;
  return { id, outcome: passed ? 'passed' : 'failed', durationMs: 0, detail };
}

/**
 * k6 never mentions a counter that nothing was added to. Where iterations ended, it counted zero in each of them: so for
 * dropped iterations and for the script's own untagged counters. A tagged one may as well be misspelt: it stays unknown.
 */
export function countOfNothing({ selector, expression }: ScriptThreshold, tally: Tally): Value | undefined {
  const iterations = tally.stat({ metric: 'iterations', tags: [] }, 'count');
  const counts = selector.tags.length === 0 && tally.typeOf(selector.metric)?.kind === 'counter';
  const isMissing = tally.stat(selector, 'count') === undefined;
  const own = selector.metric === 'dropped_iterations' || tally.isOwn(selector.metric);
  if (!counts || !own || !isMissing || iterations === undefined) return undefined;
  const unit = expression.stat === 'rate' ? '1/s' : 'count';
  return { value: 0, unit, samples: iterations.samples };
}

/** The first threshold for which the script wants the load to stop, and which does not hold now. */
export function abortReason(
  thresholds: readonly ScriptThreshold[],
  tally: Tally,
  nowMs: number,
): string | undefined {
  return thresholds.find(({ abortOnFail, delayAbortMs, selector, expression }) => {
    if (!abortOnFail || nowMs - tally.firstMs < delayAbortMs) return false;
    const value = tally.stat(selector, expression.stat);
    const judged = value !== undefined && value.samples >= samplesNeeded(expression.stat);
    return judged && !holds(expression, value.value);
  })?.id;
}
