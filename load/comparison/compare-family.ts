import { align, meanOf, type Sample } from './align.ts';
import { holm } from './holm.ts';
import { mannWhitney } from './mann-whitney.ts';
import { medianOf } from './median.ts';

/** What two runs are held to. */
export interface FamilyRule {
  /** Probability of at least one false alarm among all members that decide, when both runs are alike. */
  readonly alpha: number;
  /** Relative changes below are nobody's concern, however certain: 0.05 for 5 %. */
  readonly minimumEffect: number;
  /** The same for shares, as a difference: 0.001 for a tenth of a percentage point. */
  readonly minimumDifference: number;
}

/** One measure of two runs, windows in time order. */
export interface Member {
  readonly before: readonly Sample[];
  readonly after: readonly Sample[];
  /** Which way is worse: latency `higher`, throughput `lower`. */
  readonly worse: 'higher' | 'lower';
  /** Of a latency or rate the relative change of its median; of a share the difference of the means. */
  readonly effectIs: 'relative' | 'difference';
  /** The others are only shown: they are tested by themselves, and weaken no one's proof. */
  readonly decides: boolean;
}

export interface MemberComparison {
  readonly verdict: 'worse' | 'better' | 'alike' | 'unknown';
  /** Over all windows. Absent without any. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** Absent where it cannot be said, such as relative to 0. */
  readonly effect: number | undefined;
  /** After Holm's correction for members that decide. Absent with fewer than 8 windows on a side. */
  readonly p: number | undefined;
  readonly windows: { readonly before: number; readonly after: number };
}

/**
 * Compares all measures of two runs at once. Kayenta's shape: a rank test says whether a measure differs, a minimum effect says
 * whether that matters; both are needed. The more measures, the stricter each test (Holm), so that the family as a whole keeps
 * its step. Too few windows are `unknown`, never alike.
 */
export function compareFamily(members: readonly Member[], rule: FamilyRule): readonly MemberComparison[] {
  const tested = members.map((member) => ({ member, ...testOf(member) }));
  const deciding = holm(tested.map(({ member, p }) => (member.decides ? p : undefined)));
  return tested.map(({ member, effect, p: own }, at) => {
    const p = member.decides ? deciding[at] : own;
    return { ...usualOf(member), effect, p, verdict: verdictOf(member, effect, p, rule) };
  });
}

function testOf({ before, after, effectIs }: Member) {
  const [one, other] = align(before, after, effectIs === 'relative' ? 'ratio' : 'difference');
  const effect =
    effectIs === 'difference' ? meanOf(after) - meanOf(before) : relative(medianOf(one), medianOf(other));
  return { p: mannWhitney(one, other)?.p, effect: Number.isFinite(effect) ? effect : undefined };
}

function relative(before: number, after: number): number {
  return before === after ? 0 : after / before - 1;
}

function usualOf({ before, after, effectIs }: Member) {
  const usual = (samples: readonly Sample[]) => {
    const of = effectIs === 'difference' ? meanOf(samples) : medianOf(samples.map(({ value }) => value));
    return Number.isFinite(of) ? of : undefined;
  };
  return {
    before: usual(before),
    after: usual(after),
    windows: { before: before.length, after: after.length },
  };
}

function verdictOf(
  { worse, effectIs }: Member,
  effect: number | undefined,
  p: number | undefined,
  rule: FamilyRule,
): MemberComparison['verdict'] {
  if (p === undefined) return 'unknown';
  if (p >= rule.alpha) return 'alike';
  // Surely different, and by how much cannot be said.
  if (effect === undefined) return 'unknown';
  const least = effectIs === 'relative' ? rule.minimumEffect : rule.minimumDifference;
  if (Math.abs(effect) < least) return 'alike';
  return effect > 0 === (worse === 'higher') ? 'worse' : 'better';
}
