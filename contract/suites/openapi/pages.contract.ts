import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, clientOf, expectBody, expectInvalid, expectStatus, signIn } from '../shared/client.ts';
import { NO_COLLECTOR } from '../shared/collector.ts';
import { HOOK_MS, operationsOf } from '../shared/operations.ts';
import { signInToWeb } from '../shared/web.ts';
import { fillLists, type Owners } from './filled-lists.ts';

const { apiUrl, webUrl, accounts, neighbour, webhooksUrl } = binding();
const MOST = 100;
const DEFAULT = 20;
/** Against a list that never ends. */
const MOST_PAGES = 60;

const item = z.looseObject({
  id: z.uuid(),
  createdAt: z.iso.datetime().optional(),
  at: z.iso.datetime().optional(),
});
const page = z.looseObject({ items: z.array(item), nextCursor: z.string().nullable() });
type Item = z.infer<typeof item>;

interface List {
  /** What its order and its pages show; empty where no aspect says that. */
  readonly tag: string;
  readonly by?: 'admin';
  readonly path: (owners: Owners) => string | undefined;
  /** Filters, each with what it leaves. */
  readonly filters?: (owners: Owners) => Readonly<Record<string, (one: Item) => boolean>>;
}
const isOf = (name: string, value: unknown) => (one: Item) => one[name] === value;

/** Every list that comes in pages: no more and no less than is described. */
const lists: Readonly<Record<string, List>> = {
  'GET /workflows': { tag: '@CON-09/workflows', path: () => '/workflows' },
  'GET /workflows/{id}/runs': {
    tag: '@CON-09/runs',
    path: ({ workflow }) => `/workflows/${workflow}/runs`,
  },
  'GET /uploads': { tag: '@CON-09/uploads', path: () => '/uploads' },
  'GET /documents': { tag: '@CON-09/documents', path: () => '/documents' },
  'GET /notifications': { tag: '@CON-09/notifications', path: () => '/notifications' },
  'GET /meta-events': {
    tag: '@CON-09/meta-events',
    path: () => '/meta-events',
    filters: () =>
      Object.fromEntries(
        ['page.viewed', 'feature.used', 'job.finished'].map((type) => [`type=${type}`, isOf('type', type)]),
      ),
  },
  'GET /metrics/ingested': {
    tag: '@CON-06/ingest',
    path: () => '/metrics/ingested',
    filters: ({ sample }) =>
      Object.fromEntries(
        [sample, `${sample}-other`].map((name) => [`name=${name}`, isOf('name', name)] as const),
      ),
  },
  'GET /webhooks': { tag: '', by: 'admin', path: () => '/webhooks' },
  'GET /webhooks/{id}/deliveries': {
    tag: '@CON-09/deliveries',
    by: 'admin',
    path: ({ webhook }) => webhook && `/webhooks/${webhook}/deliveries`,
  },
  'GET /admin/audit': { tag: '@CON-09/audit', by: 'admin', path: () => '/admin/audit' },
};

let clients: Readonly<Record<'user' | 'admin', Client>>;
let stranger: Client | undefined;
let owners: Owners;
beforeAll(async () => {
  const [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  clients = { user, admin };
  if (neighbour !== undefined) stranger = await signIn(apiUrl, neighbour.accounts.admin);
  owners = await fillLists(user, admin, webhooksUrl);
}, HOOK_MS);

const idsOf = (items: readonly Item[]) => items.map(({ id }) => id);
const timeOf = ({ createdAt, at }: Item) => Date.parse(at ?? createdAt ?? '');

/** The pages of `limit` at a time, from `path`'s first to the one without a next. */
async function pagesOf(client: Client, path: string, limit: number, query = ''): Promise<Item[][]> {
  const pages: Item[][] = [];
  let cursor: string | null = null;
  do {
    const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await client.get(`${path}?limit=${limit}${query && `&${query}`}${from}`);
    const { items, nextCursor } = expectBody(answer, 200, page);
    pages.push(items);
    cursor = nextCursor;
  } while (cursor !== null && pages.length < MOST_PAGES);
  return pages;
}
const wholeOf = async (client: Client, path: string) => (await pagesOf(client, path, MOST)).flat();

/** What was in the list all the while, as it was at the end: other tests add to it and take away. */
function stayed(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  const ids = new Set(idsOf(before));
  return after.filter(({ id }) => ids.has(id));
}
const among = (items: readonly Item[], some: readonly Item[]) => {
  const ids = new Set(idsOf(some));
  return idsOf(items).filter((id) => ids.has(id));
};

function expectOrder(items: readonly Item[], what: string): void {
  expect(new Set(idsOf(items)).size, `${what}: different items`).toBe(items.length);
  const moments = items.map(timeOf);
  expect(moments, `${what}: newest first`).toEqual([...moments].sort((a, b) => b - a));
}

test('every list that is described in pages is looked at here @CON-09/limits', async () => {
  const paged = (await operationsOf(clientOf(apiUrl))).filter(({ query }) => query.includes('cursor'));
  expect(paged.map(({ name }) => name).sort()).toEqual(Object.keys(lists).sort());
});

for (const [name, { tag, by = 'user', path: pathFor, filters }] of Object.entries(lists))
  describe(name, () => {
    test(`in pages of any size shows each once, newest first ${tag}`.trimEnd(), async ({ skip }) => {
      const path = pathFor(owners);
      if (path === undefined) return skip(NO_COLLECTOR);
      const before = await wholeOf(clients[by], path);
      expect(before.length, `${name}: more than a page unless told`).toBeGreaterThan(DEFAULT);
      const seen = new Map<number, Item[][]>();
      for (const limit of [7, DEFAULT]) seen.set(limit, await pagesOf(clients[by], path, limit));
      const whole = stayed(before, await wholeOf(clients[by], path));
      for (const [limit, pages] of seen) {
        const what = `${name}?limit=${limit}`;
        expectOrder(pages.flat(), what);
        expect(among(pages.flat(), whole), what).toEqual(idsOf(whole));
        const sizes = pages.map(({ length }) => length);
        expect(new Set(sizes.slice(0, -1)), `${what}: items of each page but the last`).toEqual(
          new Set([limit]),
        );
        expect(sizes.at(-1), `${what}: items of the last page`).toBeGreaterThan(0);
        expect(sizes.at(-1), `${what}: items of the last page`).toBeLessThanOrEqual(limit);
      }
    });

    test(`ends where nothing is left, has ${DEFAULT} unless told, and refuses what is no limit and no cursor ${tag} @CON-09/limits @SEC-08/input`, async ({
      skip,
    }) => {
      const path = pathFor(owners);
      if (path === undefined) return skip(NO_COLLECTOR);
      const client = clients[by];
      const { items, nextCursor } = expectBody(await client.get(path), 200, page);
      expect(items.length, name).toBe(DEFAULT);
      let cursor = nextCursor ?? '';
      const after = (limit: number) => `${path}?cursor=${encodeURIComponent(cursor)}&limit=${limit}`;
      let rest = expectBody(await client.get(after(MOST)), 200, page);
      for (; rest.nextCursor !== null; rest = expectBody(await client.get(after(MOST)), 200, page))
        cursor = rest.nextCursor;
      const last = expectBody(await client.get(after(rest.items.length)), 200, page);
      expect(idsOf(last.items), `${name}: all that is left`).toEqual(idsOf(rest.items));
      expect(last.nextCursor, `${name}: nextCursor where nothing is left`).toBeNull();
      for (const limit of ['0', '101', '-1', '1.5', 'many', ''])
        expectInvalid(await client.get(`${path}?limit=${limit}`), 'limit');
      for (const bad of garbage(cursor))
        expectInvalid(await client.get(`${path}?cursor=${encodeURIComponent(bad)}`), 'cursor');
    });

    test(`shows another tenant nothing, whatever cursor they bring ${tag} @SEC-06/lists-tenant`, async ({
      skip,
    }) => {
      const path = pathFor(owners);
      if (path === undefined) return skip(NO_COLLECTOR);
      if (stranger === undefined) return skip('this target has one tenant only');
      const { items, nextCursor } = expectBody(await clients[by].get(`${path}?limit=3`), 200, page);
      const whole = await wholeOf(clients[by], path);
      for (const query of ['', `&cursor=${encodeURIComponent(nextCursor ?? '')}`]) {
        const answer = await stranger.get(`${path}?limit=${MOST}${query}`);
        expect([200, 400, 404], answer.what).toContain(answer.status);
        const text = answer.bytes.toString();
        const ours = idsOf([...items, ...whole]).filter((id) => text.includes(id));
        expect(ours, `GET ${path} as a stranger: items of ours`).toEqual([]);
      }
    });

    if (filters !== undefined)
      test(`filtered, is the part of the whole that fits ${tag}`.trimEnd(), async () => {
        const path = pathFor(owners) ?? '';
        for (const [query, fits] of Object.entries(filters(owners))) {
          const before = (await wholeOf(clients[by], path)).filter(fits);
          const pages = await pagesOf(clients[by], path, 5, query);
          const whole = stayed(before, await wholeOf(clients[by], path)).filter(fits);
          expect(whole.length, `${name}: what fits ${query}`).toBeGreaterThan(5);
          expectOrder(pages.flat(), `${name}?${query}`);
          expect(
            pages.flat().filter((one) => !fits(one)),
            `${name}?${query}: what does not fit`,
          ).toEqual([]);
          expect(among(pages.flat(), whole), `${name}?${query}`).toEqual(idsOf(whole));
        }
      });
  });

/** What is no cursor of ours, some of it nearly. */
function garbage(cursor: string): readonly string[] {
  const packed = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const [time, id] = ['2026-01-01T00:00:00.000Z', '00000000-0000-4000-8000-000000000000'];
  return [
    'not-a-cursor',
    '',
    'x'.repeat(201),
    cursor.slice(0, -5),
    cursor.toUpperCase(),
    packed([]),
    packed([time]),
    packed([id, time]),
    packed([time, '7']),
    packed(['yesterday', id]),
    packed([time, id, id]),
    packed({ createdAt: time, id }),
    packed(null),
  ];
}

describe('a page of the web', () => {
  const CASES = [
    ['/workflows', 20, /href="\/workflows\/([0-9a-f-]{36})"/g, 'GET /workflows', 'id'],
    ['/uploads', 20, /\/uploads\/([0-9a-f-]{36})\/content"/g, 'GET /uploads', 'id'],
    ['/workflows/:id', 20, /<tr role="row" id="run-([0-9a-f-]{36})"/g, 'GET /workflows/{id}/runs', 'id'],
    ['/admin', 10, /<code>([0-9a-f-]{36})<\/code>/g, 'GET /admin/audit', 'requestId'],
  ] as const;
  for (const [title, size, pattern, operation, key] of CASES)
    test(`${title} is followed to the end of the list by "Older" @CON-09/web-pages`, async () => {
      const { by = 'user', path: pathFor } = lists[operation] as List;
      const path = pathFor(owners) ?? '';
      const keysOf = (items: readonly Item[]) => items.map((one) => String(one[key]));
      const before = await wholeOf(clients[by], path);
      const cookie = await signInToWeb(webUrl, accounts[by]);
      const first = title.replace(':id', owners.workflow);
      const seen = await followOlder(first, cookie, pattern, title === '/admin' ? 4 : MOST_PAGES);
      const all = keysOf(stayed(before, await wholeOf(clients[by], path)));
      const known = new Set(all);
      const shown = seen.flat().filter((one) => known.has(one));
      expect(shown.length, `${title}: rows of several pages`).toBeGreaterThan(size);
      // The audit log grows by a page with each look at its page: there the first pages must do.
      const whole = title === '/admin' ? all.slice(0, shown.length) : all;
      expect(shown, `${title}: what its pages show`).toEqual(whole);
      expect(new Set(seen.slice(0, -1).map(({ length }) => length)), `${title}: rows of each page`).toEqual(
        new Set([size]),
      );
      expect(seen.at(-1)?.length, `${title}: rows of the last page`).toBeGreaterThan(0);
    });

  async function followOlder(
    first: string,
    cookie: string,
    pattern: RegExp,
    most: number,
  ): Promise<string[][]> {
    const seen: string[][] = [];
    let path: string | undefined = first;
    while (path !== undefined && seen.length < most) {
      const answer = await clientOf(webUrl).get(path, { cookie });
      expectStatus(answer, 200);
      const text = answer.bytes.toString();
      seen.push([...text.matchAll(pattern)].map(([, found]) => found ?? ''));
      path = /href="([^"]*)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }
    return seen;
  }
});
