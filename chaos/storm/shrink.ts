/** What a failure was shrunk to, and whether nothing of it can be left out: else the tries were used up first, or it was given up. */
export interface Shrunk {
  readonly numbers: readonly number[];
  readonly isShortest: boolean;
}

/**
 * Leaves out of what failed whatever it fails without: halves first, then ever smaller parts (delta debugging). `fails` says whether those
 * alone still do, or undefined to give up; it is asked at most `tries` times. What is left failed when it was last tried.
 */
export async function shrink(
  all: readonly number[],
  fails: (numbers: readonly number[]) => Promise<boolean | undefined>,
  tries: number,
): Promise<Shrunk> {
  let numbers = all;
  let parts = 2;
  let left = tries;
  while (numbers.length > 1) {
    const cut = split(numbers, Math.min(parts, numbers.length));
    const without = cut.map((part) => numbers.filter((one) => !part.includes(one)));
    // Of two halves each is what the other leaves.
    const shorter = cut.length === 2 ? cut : [...cut, ...without];
    let found: readonly number[] | undefined;
    for (const one of shorter) {
      if (left-- === 0) return { numbers, isShortest: false };
      const isFailing = await fails(one);
      if (isFailing === undefined) return { numbers, isShortest: false };
      if (!isFailing) continue;
      found = one;
      break;
    }
    if (found === undefined && parts >= numbers.length) break;
    parts = found === undefined ? parts * 2 : cut.includes(found) ? 2 : Math.max(parts - 1, 2);
    numbers = found ?? numbers;
  }
  return { numbers, isShortest: true };
}

function split(numbers: readonly number[], parts: number): readonly (readonly number[])[] {
  const edge = (part: number) => Math.round((part * numbers.length) / parts);
  return Array.from({ length: parts }, (_, part) => numbers.slice(edge(part), edge(part + 1)));
}
