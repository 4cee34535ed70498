/** Says whether it has become certain that samples carry a tag. */
export interface Unsettled {
  readonly isSettled: boolean;
}

export const NEVER_SETTLED: Unsettled = { isSettled: false };

interface Seen {
  readonly first: Set<string>;
  readonly last: Set<string>;
  readonly unsettled: Map<string, Unsettled>;
}

/** A script may make tags without end. */
const KEPT_AT_MOST = 1000;

/**
 * k6's CSV joins a script's own tags by `&` and escapes nothing: `from=x&team=pay` may be one tag or two. But k6 writes tags in
 * another order each time, and never takes a value apart. So a tag that was seen to come first, and to come last, is one.
 */
export class TagOrders {
  readonly #seen = new Map<string, Seen>();

  /** `text`: the tags of a sample. */
  add(text: string): void {
    if (!text.includes('&')) return;
    const parts = text.split('&');
    const key = keyOf(parts);
    const known = this.#seen.get(key);
    if (known === undefined && this.#seen.size >= KEPT_AT_MOST) return;
    const seen = known ?? { first: new Set(), last: new Set(), unsettled: new Map<string, Unsettled>() };
    this.#seen.set(key, seen);
    seen.first.add(parts[0] ?? '');
    seen.last.add(parts.at(-1) ?? '');
  }

  /** Of one of several tags that stand in that text. */
  of(text: string, tag: string): Unsettled {
    const seen = this.#seen.get(keyOf(text.split('&')));
    if (seen === undefined) return NEVER_SETTLED;
    const known = seen.unsettled.get(tag);
    if (known !== undefined) return known;
    const made: Unsettled = {
      get isSettled() {
        return seen.first.has(tag) && seen.last.has(tag);
      },
    };
    seen.unsettled.set(tag, made);
    return made;
  }
}

function keyOf(parts: readonly string[]): string {
  return parts.toSorted().join('&');
}
