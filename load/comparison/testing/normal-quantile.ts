/** The value that a share of `u` of a standard normal distribution does not exceed, within 4.5e-4 (Abramowitz and Stegun, 26.2.23). */
export function normalQuantile(u: number): number {
  const tail = Math.min(u, 1 - u);
  const t = Math.sqrt(-2 * Math.log(tail));
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328);
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  const x = t - numerator / denominator;
  return u < 0.5 ? -x : x;
}
