/** Of a suite that nobody has seen end, and where none was seen: any number does, as long as it is the same for all. */
const UNSEEN_MS = 60_000;

/**
 * Names in so many groups that each takes about as long: the longest first, each to the group that has least to do. What was never seen
 * takes as long as the middle one of the others. The same input gives the same groups; none is empty where there are enough names.
 */
export function balance(
  names: readonly string[],
  of: number,
  seenMs: ReadonlyMap<string, number>,
): readonly (readonly string[])[] {
  const seen = names.flatMap((name) => seenMs.get(name) ?? []).sort((a, b) => a - b);
  const usual = seen[Math.floor(seen.length / 2)] ?? UNSEEN_MS;
  const lasting = names
    .map((name) => ({ name, ms: seenMs.get(name) ?? usual }))
    .sort((a, b) => b.ms - a.ms || (a.name < b.name ? -1 : 1));
  const groups = Array.from({ length: of }, () => ({ ms: 0, names: [] as string[] }));
  for (const { name, ms } of lasting) {
    const least = groups.reduce((best, group) => {
      const isLess = group.ms < best.ms || (group.ms === best.ms && group.names.length < best.names.length);
      return isLess ? group : best;
    });
    least.names.push(name);
    least.ms += ms;
  }
  return groups.map((group) => group.names.toSorted());
}
