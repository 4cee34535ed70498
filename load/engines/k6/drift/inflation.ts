/**
 * By how much the variance of a mean exceeds that of independent values: 1 + 2 Σ (1 − k/n) r(k) over the autocorrelations of the
 * residuals of a line, up to the first that is not positive and to a quarter of the series (Bayley and Hammersley, 1946; cut off
 * as in Geyer, Stat. Sci. 7, 1992). One lag would not do: measured windows are a slow level with the noise of few requests on
 * top, which hides how slow the level is. Each r is corrected for the two parameters of the line, which make short series look
 * independent (Kendall, Biometrika 41, 1954). At least 1.
 */
export function inflationOf(residuals: readonly number[]): number {
  const n = residuals.length;
  const mean = residuals.reduce((sum, value) => sum + value, 0) / n;
  const deviations = residuals.map((value) => value - mean);
  const variance = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
  let inflation = 1;
  for (let lag = 1; lag <= Math.max(1, n / 4) && variance > 0; lag++) {
    const covariance = deviations.reduce((sum, one, at) => sum + one * (deviations[at - lag] ?? 0), 0);
    const r = covariance / variance;
    const corrected = r + (2 + 4 * r) / n;
    if (corrected <= 0) break;
    inflation += 2 * (1 - lag / n) * Math.min(1, corrected);
  }
  return inflation;
}
