/**
 * The percentile of so many values, as k6 and most programs define it: at its share of the way from the smallest to the largest,
 * between the two values that are next to it there. `valueAt(0)` is the smallest value, `valueAt(count - 1)` the largest.
 */
export function percentileOf(percent: number, count: number, valueAt: (index: number) => number): number {
  const place = (percent / 100) * (count - 1);
  const index = Math.floor(place);
  const below = valueAt(index);
  return index === place ? below : below + (valueAt(index + 1) - below) * (place - index);
}
