/**
 * By how much the variance of a mean of neighbouring values exceeds that of independent ones: (1 + r) / (1 − r) of an AR(1)
 * series (Bayley and Hammersley, 1946), from the lag-1 autocorrelation of both series together. At least 1.
 */
export function inflationOf(before: readonly number[], after: readonly number[]): number {
  const r = (lagOne(before) * before.length + lagOne(after) * after.length) / (before.length + after.length);
  const bounded = Math.min(Math.max(r, 0), 0.95);
  return (1 + bounded) / (1 - bounded);
}

/** The lag-1 autocorrelation, corrected for the downward bias of short series (Marriott and Pope, 1954). */
function lagOne(values: readonly number[]): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const deviations = values.map((value) => value - mean);
  const variance = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
  if (variance === 0) return 0;
  const covariance = deviations
    .slice(1)
    .reduce((sum, deviation, at) => sum + deviation * (deviations[at] ?? 0), 0);
  const r = covariance / variance;
  return r + (1 + 3 * r) / n;
}
