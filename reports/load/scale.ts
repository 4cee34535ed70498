import type { Evidence } from '../../kernel/evidence.ts';
import { isShrunk, type LoadPlan } from '../../kernel/load-evidence.ts';
import { sayNumber } from '../format.ts';
import { loadRecordOf } from './load-record.ts';

type Scale = LoadPlan['scale'];

/** `time × 0.1, rate × 0.5`: what differs from the profile. Empty when nothing does. */
export function sayScale({ time, rate }: Scale): string {
  const parts = [
    time === 1 ? '' : `time × ${sayNumber(time)}`,
    rate === 1 ? '' : `rate × ${sayNumber(rate)}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** The plan of a load that is less than its profile; undefined for a whole one. */
function shrunkPlan(evidence: Evidence | undefined): LoadPlan | undefined {
  return evidence !== undefined && isShrunk(evidence) ? loadRecordOf(evidence).plan : undefined;
}

/** For a reader who must not take it for more: `Shrunk: time × 0.1: not the whole load of profile soak.` Undefined where it is whole. */
export function shrunkNote(evidence: Evidence | undefined): string | undefined {
  const plan = shrunkPlan(evidence);
  if (plan === undefined) return undefined;
  const whose = plan.profile === undefined ? 'its script' : `profile ${plan.profile}`;
  return `Shrunk: ${sayScale(plan.scale)}: not the whole load of ${whose}.`;
}

interface Suite {
  readonly name: string;
  readonly evidence?: Evidence | undefined;
}

/**
 * What a whole run's one sentence must say of it, as ` under a shrunk load (time × 0.1)`; empty when every load was whole.
 * Different scales are told by suite, or counted.
 */
export function sayShrunkRun(suites: readonly Suite[]): string {
  const shrunk = suites.flatMap(({ name, evidence }) => {
    const plan = shrunkPlan(evidence);
    return plan === undefined ? [] : [{ name, scale: sayScale(plan.scale) }];
  });
  const [first] = shrunk;
  if (first === undefined) return '';
  if (shrunk.every(({ scale }) => scale === first.scale)) return ` under a shrunk load (${first.scale})`;
  const told = shrunk.map(({ name, scale }) => `${name} ${scale}`).join('; ');
  return ` under shrunk loads (${shrunk.length > 2 ? `${shrunk.length} suites` : told})`;
}
