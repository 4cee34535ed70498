/**
 * Probability of at most `events` events in `trials` trials of probability `p`. Below 0.05, fewer than `p` of all cases are such
 * events, with a confidence of 95 % (the exact bound of Clopper and Pearson, Biometrika 26, 1934).
 */
export function atMost(events: number, trials: number, p: number): number {
  let logTerm = trials * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let k = 1; k <= events; k += 1) {
    logTerm += Math.log((trials - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
