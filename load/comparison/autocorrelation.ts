/** Smaller deviations than this share of the mean are the error of floating point. */
const ROUNDING = 1e-12;

/**
 * By how much the variance of a mean of neighbouring values exceeds that of independent ones: 1 + 2 Σ of the autocorrelations
 * of both series together, summed in pairs while these are positive and fall (the initial monotone sequence: Geyer, Stat. Sci.
 * 7, 1992). Short series hide a part of it, s / n of the sum s, which is put back. At least 1.
 */
export function inflationOf(before: readonly number[], after: readonly number[]): number {
  const sides = [before, after].map(deviationsOf);
  const total = before.length + after.length;
  const autocovariance = (lag: number) => sides.reduce((sum, side) => sum + lagged(side, lag), 0) / total;
  const variance = autocovariance(0);
  if (variance === 0) return 1;
  const shortest = Math.min(before.length, after.length);
  let [sum, last] = [-1, Number.POSITIVE_INFINITY];
  for (let lag = 0; lag + 1 < shortest / 2; lag += 2) {
    const pair = Math.min(last, (autocovariance(lag) + autocovariance(lag + 1)) / variance);
    if (pair <= 0) break;
    [sum, last] = [sum + 2 * pair, pair];
  }
  const seen = Math.max(1, sum);
  return seen / (1 - Math.min(0.8, (seen - 1) / shortest));
}

/** From the mean; all 0 where the values are alike. */
function deviationsOf(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviations = values.map((value) => value - mean);
  const widest = deviations.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return widest <= ROUNDING * Math.abs(mean) ? deviations.map(() => 0) : deviations;
}

function lagged(deviations: readonly number[], lag: number): number {
  let sum = 0;
  for (let at = lag; at < deviations.length; at += 1)
    sum += (deviations[at] ?? 0) * (deviations[at - lag] ?? 0);
  return sum;
}
