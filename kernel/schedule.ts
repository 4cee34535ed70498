import type { ResolvedSuite } from './suite.ts';

/**
 * Runs suites side by side by weight: the heavy ones one after another, light ones beside them `lanes` at a time, and then,
 * with nothing else running, the `alone` ones.
 */
export async function schedule<T extends { readonly suite: Pick<ResolvedSuite, 'weight'> }>(
  items: readonly T[],
  lanes: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const of = (weight: ResolvedSuite['weight']) => items.filter((item) => item.suite.weight === weight);
  await Promise.all([inLanes(of('heavy'), 1, run), inLanes(of('light'), lanes, run)]);
  await inLanes(of('alone'), 1, run);
}

/** Runs each item once, `lanes` of them at a time, in order. Rejects at the first one that does; the others still go on. */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
