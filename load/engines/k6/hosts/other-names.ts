/** What k6 takes as a pattern of `blockHostnames`: a wildcard at the beginning alone. */
const PATTERN =
  /^(?:\*\.?)?(?:(?:(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])\.)*(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9]))?$/;
const CHARACTERS = Array.from('abcdefghijklmnopqrstuvwxyz0123456789.');

/**
 * Patterns that match every host name but these, as far as k6 can write them: names that end like an allowed one, and have
 * another character before that. It cannot write a `-` or a `_` there: `x-shop.example` is no match beside `shop.example`.
 */
export function otherNames(allowed: readonly string[]): readonly string[] {
  const before = new Map<string, Set<string>>();
  for (const name of allowed)
    for (let from = name.length; from >= 0; from--) {
      const suffix = name.slice(from);
      const seen = before.get(suffix) ?? new Set();
      before.set(suffix, seen);
      if (from > 0) seen.add(name.charAt(from - 1));
    }
  const patterns = [...before].flatMap(([suffix, seen]) => [
    ...(suffix === '' || allowed.includes(suffix) ? [] : [suffix]),
    ...CHARACTERS.filter((character) => !seen.has(character)).map((character) => `*${character}${suffix}`),
  ]);
  return patterns.filter((pattern) => PATTERN.test(pattern));
}
