const MOST = 5;

/**
 * The candidates that share the most pairs of letters with a word, best first: what somebody may have meant. `atLeast`: how much
 * alike they must be, from 0 to 1.
 */
export function nearTo(word: string, candidates: readonly string[], atLeast = 0): readonly string[] {
  const wanted = pairsOf(word);
  const likeness = (candidate: string) => {
    const pairs = pairsOf(candidate);
    const shared = [...pairs].filter((pair) => wanted.has(pair)).length;
    return (2 * shared) / (pairs.size + wanted.size || 1);
  };
  return candidates
    .map((candidate) => ({ candidate, like: likeness(candidate) }))
    .filter(({ like }) => like >= atLeast)
    .sort((a, b) => b.like - a.like)
    .slice(0, MOST)
    .map(({ candidate }) => candidate);
}

function pairsOf(word: string): Set<string> {
  return new Set(Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2)));
}
