import { SuiteError } from '../../../../kernel/errors.ts';
import type { CheckInput } from '../../../../kernel/recorder.ts';
import type { CheckedThreshold, ThresholdCheck } from '../load-check.ts';
import { goDurationMs } from '../process/go-duration.ts';
import type { Inspection } from '../process/inspect.ts';
import { isForThresholds } from '../samples/metric-kinds.ts';
import { type Selector, parseSelector } from '../samples/metric-name.ts';
import { exactly, type Value } from '../samples/stat.ts';
import type { Tally } from '../samples/tally.ts';
import { samplesNeeded } from './samples-needed.ts';
import { type ThresholdExpression, holdsBetween, parseThresholdExpression } from './threshold-expression.ts';
import type { Sentence } from '../../../../kernel/sentence.ts';

/** One threshold that the script sets itself. */
export interface ScriptThreshold {
  readonly id: string;
  readonly selector: Selector;
  readonly expression: ThresholdExpression;
  readonly abortOnFail: boolean;
  /** Since the test's begin; undefined: from the first look on. */
  readonly delayAbortMs: number | undefined;
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
      return { id, selector, expression, abortOnFail, delayAbortMs: goDurationMs(delayAbortEval) };
    }),
  );
  if (problems.length > 0) throw new SuiteError(notUnderstood(problems));
  return thresholds.filter((threshold) => threshold !== undefined);
}

function notUnderstood(problems: readonly string[]): Sentence {
  return {
    what: `the script's thresholds are not understood: ${problems.join('; ')}.`,
    fix: 'write <stat><operator><number> with a stat of avg, min, max, med, p(95), count, rate, value, on metric{tag:value}.',
  };
}

export function judgeThreshold(threshold: ScriptThreshold, tally: Tally): ThresholdCheck {
  const { id, selector, expression } = threshold;
  const kind = tally.typeOf(selector.metric)?.kind;
  if (kind !== undefined && !isForThresholds(kind, expression.stat))
    return { open: notOfKind(id, kind, expression.stat) };
  const value = tally.stat(selector, expression.stat) ?? countOfNothing(threshold, tally);
  if (value === undefined) return { open: withoutValue(threshold, tally) };
  if (tally.isUnsettled(selector)) return { open: unsettled(id) };
  const passed = holdsBetween(expression, value.between ?? [value.value, value.value]);
  if (passed === undefined) return { open: tooNear(id, value) };
  const detail = `${expression.stat} is ${shown(value)} (${value.samples} samples${fewIn(expression.stat, value.samples)})`;
  return checkOf(threshold, { outcome: passed ? 'passed' : 'failed', detail });
}

/** A threshold's check with that outcome. */
export function checkOf(
  { id, selector, expression }: ScriptThreshold,
  outcome: Pick<CheckInput, 'outcome' | 'detail'>,
): ThresholdCheck {
  const { stat, operator: op, limit } = expression;
  const checked: CheckedThreshold = { selector, stat, op, limit };
  return { judged: { says: 'threshold', threshold: checked, check: { id, durationMs: 0, ...outcome } } };
}

function notOfKind(id: string, kind: string, stat: string): Sentence {
  return {
    what: `${id} is none that k6 accepts: a ${kind} has no ${stat}.`,
    fix: 'see https://grafana.com/docs/k6/latest/using-k6/thresholds.',
  };
}

function unsettled(id: string): Sentence {
  const what = `${id} cannot be told: this k6 does not say where the value of a tag ends, and some samples may be of other tags.`;
  return { what, fix: BUILD_ONE };
}

const BUILD_ONE =
  'install Go 1.25 or newer, and `./harness doctor --fix` builds a k6 that tells; HARNESS_K6 must not name another.';

function withoutValue({ id, selector, expression }: ScriptThreshold, tally: Tally): Sentence {
  const samples = tally.samplesOf(selector);
  if (samples === 0 || tally.typeOf(selector.metric) !== undefined) return { what: `${id} saw no sample.` };
  const what = `${id} saw ${samples} samples, and this k6 does not say of which kind ${selector.metric} is, so its ${expression.stat} is not known.`;
  return { what, fix: BUILD_ONE };
}

function tooNear(id: string, { value, between = [value, value] }: Value): Sentence {
  const [least, most] = between.map((one) => Number(one.toPrecision(6)));
  return {
    what: `${id} cannot be told: it lies between ${least} and ${most}.`,
    fix: 'set a limit that is further away, or let ./harness doctor --fix build k6 (where Go is), which tells how long a test took.',
  };
}

function shown({ value, unit }: Value): string {
  return `${Number(value.toPrecision(6))}${unit === '' ? '' : ` ${unit}`}`;
}

/** k6 judges by any number of samples, and so are its scripts; whoever reads it should know. */
function fewIn(stat: string, samples: number): string {
  const needed = samplesNeeded(stat);
  return samples < needed ? `; of fewer than ${needed} it is little else than their largest` : '';
}

/**
 * k6 never mentions a counter that nothing was added to. Where iterations ended, it counted zero in each of them: so for
 * dropped iterations and for the script's own untagged counters. A tagged one may as well be misspelt: it stays unknown.
 */
function countOfNothing({ selector, expression }: ScriptThreshold, tally: Tally): Value | undefined {
  const iterations = tally.stat({ metric: 'iterations', tags: [] }, 'count');
  const counts = selector.tags.length === 0 && tally.typeOf(selector.metric)?.kind === 'counter';
  const isMissing = tally.stat(selector, 'count') === undefined;
  const own = selector.metric === 'dropped_iterations' || tally.isOwn(selector.metric);
  if (!counts || !own || !isMissing || iterations === undefined) return undefined;
  const unit = expression.stat === 'rate' ? '1/s' : 'count';
  return { value: 0, unit, samples: iterations.samples };
}

/** The thresholds that make k6 stop the test, when it looks `seconds` after the test's begin; each with its value then. */
export function brokenAt(
  thresholds: readonly ScriptThreshold[],
  tally: Tally,
  seconds: number,
): ReadonlyMap<string, string> {
  const broken = thresholds.flatMap(({ id, abortOnFail, delayAbortMs, selector, expression }) => {
    const isDelayed = delayAbortMs !== undefined && delayAbortMs >= seconds * 1000;
    const value = tally.stat(selector, expression.stat, exactly(Math.max(0, seconds)));
    if (!abortOnFail || isDelayed || value === undefined) return [];
    if (holdsBetween(expression, value.between ?? [value.value, value.value]) !== false) return [];
    return [[id, `${expression.stat} was ${shown(value)} (${value.samples} samples)`] as const];
  });
  return new Map(broken);
}
