import type { z } from 'zod';
import { type Client, expectBody } from './client.ts';
import { listOf } from './shapes.ts';

/**
 * Follows `nextCursor` from page to page; stops when `enough`, or at the end. `path` holds at least a `?`. `list`: the shape of a
 * page that holds more than its items.
 */
export async function follow<S extends z.ZodType>(
  client: Client,
  path: string,
  item: S,
  enough: (items: readonly z.output<S>[]) => boolean = () => false,
  list: z.ZodType<{ items: z.output<S>[]; nextCursor: string | null }> = listOf(item),
): Promise<z.output<S>[]> {
  const items: z.output<S>[] = [];
  let cursor: string | null = null;
  do {
    const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = expectBody(await client.get(`${path}${from}`), 200, list);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && !enough(items));
  return items;
}
