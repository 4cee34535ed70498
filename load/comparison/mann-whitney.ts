import { inflationOf } from './inflation.ts';
import { studentTail } from './student.ts';

export interface RankTest {
  /** How many standard deviations the ranks of `after` lie above chance; positive: `after` tends to be larger. */
  readonly z: number;
  /** Two-sided probability of a `z` at least that far from 0 when both series are alike. */
  readonly p: number;
}

/**
 * Mann–Whitney U test of two series in time order, with the normal approximation, tie correction and no continuity correction
 * (Mann and Whitney, Ann. Math. Stat. 18, 1947; ties: Lehmann, Nonparametrics, 1975). Neighbouring windows of one load run
 * resemble each other: the variance is widened by the series' own autocorrelation, else two runs of the same program would
 * differ far too often; and as that is itself only an estimate, `p` is Student's, with as many degrees of freedom as there are
 * independent values' worth. Gives `undefined` for fewer than 8 values on either side: the approximation needs them.
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
  const inflation = inflationOf([before, after], 'mean');
  const z = (u - (n * m) / 2) / Math.sqrt(variance * inflation);
  const freedom = Math.max(1, total / inflation - 2);
  return { z, p: Math.min(1, 2 * studentTail(Math.abs(z), freedom)) };
}

/** The sum of the ranks of `after` among all values, equal values sharing their mean rank, and Σ(t³ − t) over the ties. */
function ranksOf(before: readonly number[], after: readonly number[]) {
  const all = Float64Array.from([...before, ...after]).sort();
  const later = Float64Array.from(after).sort();
  let [rankSum, ties, seen] = [0, 0, 0];
  for (let from = 0; from < all.length;) {
    const value = all[from];
    let to = from;
    while (to + 1 < all.length && all[to + 1] === value) to += 1;
    const meanRank = (from + to) / 2 + 1;
    for (; seen < later.length && later[seen] === value; seen += 1) rankSum += meanRank;
    ties += (to - from + 1) ** 3 - (to - from + 1);
    from = to + 1;
  }
  return { rankSum, ties };
}
