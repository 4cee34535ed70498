/** NaN of no value. */
export function medianOf(values: readonly number[]): number {
  // Sorted as numbers by the engine itself: simulations take thousands of medians.
  const sorted = Float64Array.from(values).sort();
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
