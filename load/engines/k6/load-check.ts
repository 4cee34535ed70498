import type { CheckInput } from '../../../kernel/recorder.ts';
import type { Selector } from './samples/metric-name.ts';
import type { Said } from '../../../kernel/sentence.ts';

/** A threshold that a check is the outcome of. */
export interface CheckedThreshold {
  readonly selector: Selector;
  readonly stat: string;
  readonly op: string;
  readonly limit: number;
}

/**
 * A check, and what it says of the load. An `assertion` is about answers, and counts under whatever load. A `step` says that limits
 * held at one step of it. A `threshold` is one on all that was measured, and means something only under the load that it was set for.
 */
export type LoadCheck =
  | { readonly says: 'assertion' | 'step'; readonly check: CheckInput }
  | { readonly says: 'threshold'; readonly threshold: CheckedThreshold; readonly check: CheckInput };

/** The check of a threshold, or why there is none. */
export type ThresholdCheck =
  { readonly judged: LoadCheck & { readonly says: 'threshold' } } | { readonly open: Said };

/** The same with another outcome or detail. */
export function changed<C extends LoadCheck>(one: C, changes: Partial<CheckInput>): C {
  return { ...one, check: { ...one.check, ...changes } };
}

/** The check of a threshold that decides nothing, for what was measured says nothing of it. `because` is a part of a sentence. */
export function notJudged<C extends LoadCheck>(one: C, because: string): C {
  const { outcome, detail } = one.check;
  const so = detail === undefined ? outcome : `${outcome}: ${detail}`;
  return changed(one, { outcome: 'skipped', detail: `not judged, for ${because} (it ${so})` });
}

/** Judged thresholds as checks to record, and the sentences of those that are open. */
export function assessed(judged: readonly ThresholdCheck[]): {
  readonly checks: readonly LoadCheck[];
  readonly problems: readonly Said[];
} {
  return {
    checks: judged.flatMap((one) => ('judged' in one ? [one.judged] : [])),
    problems: judged.flatMap((one) => ('open' in one ? [one.open] : [])),
  };
}
