/** The candidate that most resembles what was got; undefined where none does. For sentences such as `…; the nearest is "x"`. */
export function nearest(got: string, candidates: Iterable<string>): string | undefined {
  let best: { readonly name: string; readonly likeness: number } | undefined;
  for (const name of new Set(candidates)) {
    const likeness = likenessOf(got, name);
    if (likeness > (best?.likeness ?? LEAST)) best = { name, likeness };
  }
  return best?.name;
}

const LEAST = 0.3;

/** Sørensen–Dice over pairs of neighbouring characters: 1 for the same ones, 0 for none in common. Case does not count. */
function likenessOf(one: string, other: string): number {
  const [left, right] = [pairsOf(one), pairsOf(other)];
  const common = [...left].reduce((sum, [pair, times]) => sum + Math.min(times, right.get(pair) ?? 0), 0);
  return (2 * common) / Math.max(1, one.length + other.length - 2);
}

function pairsOf(text: string): ReadonlyMap<string, number> {
  const pairs = new Map<string, number>();
  const lower = text.toLowerCase();
  for (let at = 0; at + 1 < lower.length; at += 1) {
    const pair = lower.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}
