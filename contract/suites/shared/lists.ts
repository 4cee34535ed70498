import type { z } from 'zod';
import { type Client, expectBody } from './client.ts';
import { listOf } from './shapes.ts';

/** Follows `nextCursor` from page to page; stops when `enough`, or at the end. `path` holds at least a `?`. */
export async function follow<S extends z.ZodType>(
  client: Client,
  path: string,
  item: S,
  enough: (items: readonly z.output<S>[]) => boolean = () => false,
): Promise<z.output<S>[]> {
  const items: z.output<S>[] = [];
  let cursor: string | null = null;
  do {
    const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = expectBody(await client.get(`${path}${from}`), 200, listOf(item));
    items.push(...(page.items as z.output<S>[]));
    cursor = page.nextCursor;
  } while (cursor !== null && !enough(items));
  return items;
}
