import { inflationOf } from './autocorrelation.ts';
import { normalTail } from './normal.ts';

export interface RankTest {
  /** How many standard deviations the ranks of `after` lie above chance; positive: `after` tends to be larger. */
  readonly z: number;
  /** Two-sided probability of a `z` at least that far from 0 when both series are alike. */
  readonly p: number;
}

/**
 * Mann–Whitney U test of two series in time order, with the normal approximation, tie correction and no continuity correction
 * (Mann and Whitney, Ann. Math. Stat. 18, 1947; ties: Lehmann, Nonparametrics, 1975). Neighbouring windows of one load run
 * resemble each other; the variance is therefore widened by the series' own lag-1 autocorrelation, else two runs of the same
 * program would differ far too often. Gives `undefined` for fewer than 8 values on either side: the approximation needs them.
 */
export function mannWhitney(before: readonly number[], after: readonly number[]): RankTest | undefined {
  const [n, m] = [before.length, after.length];
  if (n < 8 || m < 8) return undefined;
  const { rankSum, ties } = ranksOf(before, after);
  const u = rankSum - (m * (m + 1)) / 2;
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  // Every value alike: nothing differs.
  if (variance <= 0) return { z: 0, p: 1 };
  const z = (u - (n * m) / 2) / Math.sqrt(variance * inflationOf(before, after));
  return { z, p: 2 * normalTail(Math.abs(z)) };
}

/** The sum of the ranks of `after` among all values, equal values sharing their mean rank, and Σ(t³ − t) over the ties. */
function ranksOf(before: readonly number[], after: readonly number[]) {
  const all = [
    ...before.map((value) => ({ value, isAfter: false })),
    ...after.map((value) => ({ value, isAfter: true })),
  ].sort((a, b) => a.value - b.value);
  let [rankSum, ties] = [0, 0];
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to + 1 < all.length && all[to + 1]?.value === all[from]?.value) to += 1;
    const count = to - from + 1;
    const meanRank = (from + to) / 2 + 1;
    rankSum += meanRank * all.slice(from, to + 1).filter((one) => one.isAfter).length;
    ties += count ** 3 - count;
    from = to + 1;
  }
  return { rankSum, ties };
}
