/**
 * Holm's step-down correction (Scand. J. Stat. 6, 1979): p-values that may each be held against the level of the whole family,
 * however its members depend on each other. The family is every value given; `undefined` is no test and stays so.
 */
export function holm(ps: readonly (number | undefined)[]): readonly (number | undefined)[] {
  const tested = ps
    .flatMap((p, at) => (p === undefined ? [] : [{ p, at }]))
    .sort((one, other) => one.p - other.p);
  const adjusted = new Map<number, number>();
  let least = 0;
  for (const [rank, { p, at }] of tested.entries()) {
    least = Math.max(least, Math.min(1, p * (tested.length - rank)));
    adjusted.set(at, least);
  }
  return ps.map((_, at) => adjusted.get(at));
}
